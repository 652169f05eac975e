package com.acme.tangled.infra.messaging;

import com.acme.tangled.infra.reports.SalesReport;

/// Knows who listens.
public record Tap(SalesReport report) {}
