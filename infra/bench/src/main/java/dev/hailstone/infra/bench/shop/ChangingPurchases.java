package dev.hailstone.infra.bench.shop;

import java.util.Objects;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The use case that is measured: a row is updated and what happened is published, in one transaction.
@Service
@Transactional
public class ChangingPurchases {

    private final JdbcTemplate jdbc;
    private final ApplicationEventPublisher events;

    ChangingPurchases(JdbcTemplate jdbc, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.events = events;
    }

    public void change(PurchaseChange change) {
        long last = Objects.requireNonNull(jdbc.queryForObject(PurchaseChange.UPDATE, Long.class,
                change.amounts().size(), change.total(), change.purchase()));
        if (change.told()) {
            for (int i = 0; i < change.amounts().size(); i++) {
                events.publishEvent(change.event(i, last));
            }
        }
    }
}
