package com.acme.tangled.kernel;

/// A fact.
public interface ModuleEvent {}
