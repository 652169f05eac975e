package com.acme.sound.kernel;

import java.math.BigDecimal;
import java.util.Currency;

/// Money.
public record Amount(BigDecimal value, Currency currency) {}
