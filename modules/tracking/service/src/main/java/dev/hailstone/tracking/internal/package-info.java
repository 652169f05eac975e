/// Latest positions in memory and a table written behind them; availability in the database and memory following it.
///
/// Positions are telemetry: they never enter the journal, the latest value wins, and what is conflated or dropped is
/// counted. Whether a driver is online or engaged is domain: a row, changed in transactions, told by events.
///
/// Every process answers from an index of its own, fed by the positions that reach it over HTTP or by a queue
/// ([PositionsQueue]). What other processes on the same database learn comes through the tables, a few seconds late
/// ([FollowingDrivers]). The index may therefore name a driver who has just been taken; dispatch, which owns assignments,
/// decides.
@NullMarked
package dev.hailstone.tracking.internal;

import org.jspecify.annotations.NullMarked;
