package dev.hailstone.pricing.internal;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import dev.hailstone.infra.persistence.IdempotencyKey;
import dev.hailstone.infra.security.OpenTo;
import dev.hailstone.infra.security.Role;
import dev.hailstone.infra.web.Problem;
import dev.hailstone.kernel.InvalidValueException;
import dev.hailstone.kernel.Money;
import dev.hailstone.pricing.internal.AddingTariffs.AddTariff;
import dev.hailstone.pricing.internal.AddingTariffs.Outcome;

@RestController
@Tag(name = "pricing")
final class PriceLevelsController {

    private static final int MOST_CELLS = 1000;

    private final ViewingPrices viewing;
    private final AddingTariffs adding;

    PriceLevelsController(ViewingPrices viewing, AddingTariffs adding) {
        this.viewing = viewing;
        this.adding = adding;
    }

    @GetMapping("/api/tariffs")
    @OpenTo({Role.RIDER, Role.DRIVER})
    @Operation(summary = "All tariffs in the order of their validity")
    TariffList tariffs() {
        List<Tariff> tariffs = viewing.tariffs();
        List<TariffView> views = new ArrayList<>();
        for (int i = 0; i < tariffs.size(); i++) {
            Instant validUntil = i + 1 < tariffs.size() ? tariffs.get(i + 1).validFrom() : null;
            views.add(TariffView.of(tariffs.get(i), validUntil));
        }
        return new TariffList(views);
    }

    @PostMapping("/api/tariffs")
    @ResponseStatus(HttpStatus.CREATED)
    @OpenTo(Role.OPERATOR)
    @Operation(summary = "Announce a tariff that becomes valid in the future",
            description = """
                    For operators. What has been valid is never changed, and quotes keep the tariff that they were made with.""")
    TariffView add(@RequestBody AddTariff command, IdempotencyKey key) {
        return switch (adding.add(command, key)) {
            case Outcome.Added(Tariff tariff, Instant validUntil) -> TariffView.of(tariff, validUntil);
            case Outcome.Refused(String field, String reason) -> throw Problem.invalid(field, reason);
            case Outcome.KeyReused() -> throw Problem.keyReused(key);
        };
    }

    @GetMapping("/api/surge")
    @OpenTo({Role.RIDER, Role.DRIVER})
    @Operation(summary = "The cells where prices are above the tariff, the highest first")
    SurgeList surge(@RequestParam(defaultValue = "100") int limit) {
        if (limit < 1 || limit > MOST_CELLS) {
            throw new InvalidValueException("limit", "must be between 1 and %d, was %d".formatted(MOST_CELLS, limit));
        }
        return new SurgeList(viewing.surge(limit)
                .stream()
                .map(surge -> new SurgeView(surge.cell().name(), surge.factor(), surge.since()))
                .toList());
    }

    /// Tariffs.
    record TariffList(List<TariffView> tariffs) {}

    /// @param validUntil when the next tariff begins, if there is one
    /// @param perKilometre in the currency of the base
    /// @param perMinute in the currency of the base
    /// @param minimum what the shortest ride costs
    record TariffView(int version, Instant validFrom, @Nullable Instant validUntil, Money base, BigDecimal perKilometre,
            BigDecimal perMinute, Money minimum) {

        static TariffView of(Tariff tariff, @Nullable Instant validUntil) {
            return new TariffView(tariff.version(), tariff.validFrom(), validUntil,
                    new Money(tariff.base(), tariff.currency()), tariff.perKilometre(), tariff.perMinute(),
                    new Money(tariff.minimum(), tariff.currency()));
        }
    }

    /// Cells above the tariff.
    record SurgeList(List<SurgeView> cells) {}

    /// @param cell latitude and longitude of the cell's south-west corner
    record SurgeView(String cell, BigDecimal factor, Instant since) {}
}
