package dev.hailstone.tracking;

/// Why a driver went offline.
public enum OfflineReason {
    SIGNED_OFF, SILENT
}
