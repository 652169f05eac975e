package dev.hailstone.infra.messaging;

import org.springframework.transaction.support.TransactionTemplate;

/// The consuming side of one module: its transactions, and what it keeps about the events of others.
record Inbox(String module, TransactionTemplate transactions, Cursors cursors, ParkedEvents parked, Routes routes) {}
