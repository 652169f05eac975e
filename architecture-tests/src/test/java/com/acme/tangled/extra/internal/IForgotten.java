package com.acme.tangled.extra.internal;

/// In a module that nobody declared, without a contract.
interface IForgotten {}
