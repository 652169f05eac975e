package dev.hailstone.kernel;

/// Marks a record of exactly one component as an id: in JSON, paths and logs it is its bare value.
///
/// The record's `toString` returns that value, and a static `of(String)` reads it back.
public interface Identifier {}
