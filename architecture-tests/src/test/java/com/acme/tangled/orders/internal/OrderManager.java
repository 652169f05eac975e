package com.acme.tangled.orders.internal;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Date;
import java.util.function.Supplier;

class OrderManager {

    @SuppressWarnings({"JavaTimeDefaultTimeZone", "JavaUtilDate"})
    boolean isLate(Instant due) {
        Supplier<LocalDate> today = LocalDate::now;
        return Instant.now().isAfter(due) || System.currentTimeMillis() > 0 || new Date().getTime() > 0
                || Clock.systemUTC().millis() > 0 || today.get().isLeapYear()
                || Instant.now(Clock.tickMinutes(java.time.ZoneOffset.UTC)).isAfter(due);
    }
}
