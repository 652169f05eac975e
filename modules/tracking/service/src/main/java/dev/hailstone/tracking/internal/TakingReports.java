package dev.hailstone.tracking.internal;

import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.util.MimeType;
import tools.jackson.core.JacksonException;

import dev.hailstone.kernel.InvalidValueException;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.tracking.internal.PositionReport.Rejection;

/// Takes what devices send, in whichever of the [formats][DeviceFormat] and by whichever way it came.
@Component
final class TakingReports {

    /// For senders that may say of every driver where they are.
    static final Predicate<DriverId> ANYBODY = _ -> true;

    private final List<DeviceFormat> formats;
    private final ReportingPositions reporting;
    private final int limit;
    private final Counter received;
    private final Counter rejected;

    TakingReports(List<DeviceFormat> formats, ReportingPositions reporting, TrackingSettings settings,
            MeterRegistry meters) {
        this.formats = formats;
        this.reporting = reporting;
        this.limit = settings.positionsPerRequest();
        this.received = Counter.builder("hailstone.tracking.positions.received")
                .description("Positions taken from devices")
                .register(meters);
        this.rejected = Counter.builder("hailstone.tracking.positions.rejected")
                .description("Position updates that were refused")
                .register(meters);
    }

    /// @param sender whose device it is, for formats that do not say it themselves
    /// @param reported whose positions may be told this way
    /// @throws InvalidValueException if it is one update and wrong, or no update at all
    /// @throws JacksonException if it should be JSON and is not
    Outcome take(MimeType contentType, byte[] body, @Nullable DriverId sender, Predicate<DriverId> reported) {
        for (DeviceFormat format : formats) {
            if (format.contentTypes().stream().anyMatch(read -> read.equalsTypeAndSubtype(contentType))) {
                return take(format, body, sender, reported);
            }
        }
        refuse();
        return new Outcome.UnknownFormat(formats.stream()
                .flatMap(format -> format.contentTypes().stream())
                .sorted(Comparator.comparing(MimeType::toString))
                .toList());
    }

    /// Counts an update of which it cannot even be said in what format it is, or whose.
    void refuse() {
        rejected.increment();
    }

    private Outcome take(DeviceFormat format, byte[] body, @Nullable DriverId sender, Predicate<DriverId> reported) {
        PositionReport report;
        try {
            report = format.read(body, sender);
        } catch (InvalidValueException | JacksonException refusal) {
            rejected.increment();
            throw refusal;
        }
        if (report.size() > limit) {
            rejected.increment(report.size());
            return new Outcome.TooMany(report.size(), limit);
        }
        for (PositionUpdate update : report.updates()) {
            if (!reported.test(update.driver())) {
                rejected.increment(report.size());
                return new Outcome.OfAnotherDriver(update.driver());
            }
        }
        rejected.increment(report.rejections().size());
        reporting.report(report.updates());
        received.increment(report.updates().size());
        return new Outcome.Taken(report.updates().size(), report.rejections());
    }

    /// What became of a report.
    sealed interface Outcome {

        record Taken(int accepted, List<Rejection> rejected) implements Outcome {}

        /// Nothing was taken, since the sender may not tell of one of the drivers.
        record OfAnotherDriver(DriverId driver) implements Outcome {}

        record TooMany(int size, int limit) implements Outcome {}

        /// @param known what could have been read
        record UnknownFormat(List<MimeType> known) implements Outcome {}
    }
}
