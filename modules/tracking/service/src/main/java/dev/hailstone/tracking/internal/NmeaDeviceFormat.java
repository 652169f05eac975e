package dev.hailstone.tracking.internal;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.util.MimeType;

import dev.hailstone.kernel.InvalidValueException;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.tracking.internal.PositionReport.Rejection;

/// What satellite receivers send: sentences of NMEA 0183, one a line, of which [RMC][RecommendedMinimum] is read.
///
/// A receiver does not know who drives it: whoever passes on its sentences says that. Sentences that come together are taken
/// in the order in which they were true.
@Component
final class NmeaDeviceFormat implements DeviceFormat {

    /// No such type is registered; this is what many use.
    static final String CONTENT_TYPE = "text/vnd.nmea";

    static final String EXAMPLE = "$GPRMC,123519.00,A,4042.768,N,07400.360,W,022.4,084.4,230326,,*2B";

    private final Clock clock;

    NmeaDeviceFormat(Clock clock) {
        this.clock = clock;
    }

    @Override
    public List<MimeType> contentTypes() {
        return List.of(MimeType.valueOf(CONTENT_TYPE));
    }

    @Override
    public PositionReport read(byte[] body, @Nullable DriverId sender) {
        if (sender == null) {
            throw new InvalidValueException("driverId", "is required beside the sentences, which do not say it");
        }
        Instant now = clock.instant();
        List<String> sentences = new String(body, StandardCharsets.US_ASCII).lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        if (sentences.size() == 1) {
            return PositionReport.of(update(sender, RecommendedMinimum.parse(sentences.getFirst(), now)));
        }
        if (sentences.isEmpty()) {
            throw new InvalidValueException("sentence", "is required");
        }
        List<RecommendedMinimum> fixes = new ArrayList<>();
        List<Rejection> rejections = new ArrayList<>();
        for (int i = 0; i < sentences.size(); i++) {
            try {
                fixes.add(RecommendedMinimum.parse(sentences.get(i), now));
            } catch (InvalidValueException refusal) {
                rejections.add(new Rejection(i, refusal.field(), refusal.reason()));
            }
        }
        fixes.sort(Comparator.comparing(RecommendedMinimum::fixedAt));
        return new PositionReport(fixes.stream().map(fix -> update(sender, fix)).toList(), rejections);
    }

    private static PositionUpdate update(DriverId driver, RecommendedMinimum fix) {
        return new PositionUpdate(driver, fix.position());
    }
}
