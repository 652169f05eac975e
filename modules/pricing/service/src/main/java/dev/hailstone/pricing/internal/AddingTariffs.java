package dev.hailstone.pricing.internal;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

import dev.hailstone.infra.persistence.CommandReceipts;
import dev.hailstone.infra.persistence.CommandReceipts.Receipt;
import dev.hailstone.infra.persistence.IdempotencyKey;
import dev.hailstone.kernel.InvalidValueException;
import dev.hailstone.kernel.Money;

/// Announces tariffs. A new one becomes valid in the future: what has been valid is never changed.
@Component
class AddingTariffs {

    private final Tariffs tariffs;
    private final CommandReceipts receipts;
    private final Clock clock;

    AddingTariffs(Tariffs tariffs, CommandReceipts receipts, Clock clock) {
        this.tariffs = tariffs;
        this.receipts = receipts;
        this.clock = clock;
    }

    @Transactional
    Outcome add(AddTariff command, IdempotencyKey key) {
        return switch (receipts.find(key, command)) {
            case Receipt.None() -> add(key, command);
            case Receipt.Repeated(String version) -> added(tariffs.ofVersion(Integer.parseInt(version)));
            case Receipt.KeyReused() -> new Outcome.KeyReused();
        };
    }

    private Outcome add(IdempotencyKey key, AddTariff command) {
        Instant now = clock.instant();
        if (!command.validFrom().isAfter(now)) {
            return new Outcome.Refused("validFrom", "must be after now, which is " + now);
        }
        List<Tariff> known = tariffs.lockAll();
        if (known.stream().anyMatch(tariff -> tariff.validFrom().equals(command.validFrom()))) {
            return new Outcome.Refused("validFrom", "must not be that of another tariff");
        }
        Tariff last = known.getLast();
        if (!command.base().currency().equals(last.currency())) {
            return new Outcome.Refused("base.currency",
                    "must be %s, as that of the tariffs before".formatted(last.currency()));
        }
        int version = known.stream().mapToInt(Tariff::version).max().orElse(0) + 1;
        Tariff tariff = new Tariff(version, command.validFrom(), last.currency(), command.base().amount(),
                command.perKilometre(), command.perMinute(), command.minimum().amount());
        tariffs.add(tariff);
        receipts.keep(key, command, String.valueOf(version));
        return added(tariff);
    }

    private Outcome added(Tariff tariff) {
        Instant next = tariffs.all()
                .stream()
                .map(Tariff::validFrom)
                .filter(begin -> begin.isAfter(tariff.validFrom()))
                .findFirst()
                .orElse(null);
        return new Outcome.Added(tariff, next);
    }

    /// An operator announces a tariff.
    ///
    /// @param perKilometre in the currency of the base, with at most four decimals, as all rates
    /// @param minimum what the shortest ride costs, in the same currency
    record AddTariff(Instant validFrom, Money base, BigDecimal perKilometre, BigDecimal perMinute, Money minimum) {

        private static final BigDecimal DEAREST = BigDecimal.valueOf(1_000_000);
        private static final int DECIMALS = 4;

        AddTariff {
            requireRate("base.amount", base.amount());
            requireRate("perKilometre", perKilometre);
            requireRate("perMinute", perMinute);
            requireRate("minimum.amount", minimum.amount());
            if (!minimum.currency().equals(base.currency())) {
                throw new InvalidValueException("minimum.currency", "must be that of the base");
            }
            // As PostgreSQL keeps it.
            if (!validFrom.equals(validFrom.truncatedTo(ChronoUnit.MICROS))
                    || validFrom.isAfter(Instant.parse("9999-12-31T00:00:00Z"))) {
                throw new InvalidValueException("validFrom", "must be whole microseconds before the year 9999");
            }
        }

        private static void requireRate(String field, BigDecimal rate) {
            if (rate.signum() < 0 || rate.compareTo(DEAREST) > 0) {
                throw new InvalidValueException(field, "must be between 0 and %s, was %s".formatted(DEAREST, rate));
            }
            if (rate.stripTrailingZeros().scale() > DECIMALS) {
                throw new InvalidValueException(field,
                        "must have at most %d decimals, was %s".formatted(DECIMALS, rate));
            }
        }
    }

    /// What became of the command.
    sealed interface Outcome {

        /// @param validUntil when the next tariff begins, if there is one
        record Added(Tariff tariff, @Nullable Instant validUntil) implements Outcome {}

        /// @param reason why the field cannot have this value now
        record Refused(String field, String reason) implements Outcome {}

        record KeyReused() implements Outcome {}
    }
}
