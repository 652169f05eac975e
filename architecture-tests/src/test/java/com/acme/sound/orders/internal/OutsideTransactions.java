package com.acme.sound.orders.internal;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Steps out of a transaction under another name.
@Transactional(propagation = Propagation.NOT_SUPPORTED)
@Retention(RetentionPolicy.RUNTIME)
@interface OutsideTransactions {}
