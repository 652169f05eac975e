package dev.hailstone.infra.simulator;

/// A row of the recording that is no trip we could replay.
///
/// @param line of the file on which the row ends; the header is line 1
record RejectedRow(long line, String reason) {}
