package com.acme.sound.kernel;

/// A fact.
public interface ModuleEvent {}
