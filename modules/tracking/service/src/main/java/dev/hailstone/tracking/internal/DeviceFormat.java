package dev.hailstone.tracking.internal;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.util.MimeType;
import tools.jackson.core.JacksonException;

import dev.hailstone.kernel.InvalidValueException;
import dev.hailstone.tracking.DriverId;

/// A language in which devices report positions, chosen by the content type of what they send, over HTTP or through a
/// broker. A new one is one more bean of this type.
interface DeviceFormat {

    /// What it reads.
    List<MimeType> contentTypes();

    /// Reads one update or many. A wrong one among many costs itself and no other.
    ///
    /// @param sender whose device it is, for formats that do not say it themselves; null if nobody has told
    /// @throws InvalidValueException if it is one update and wrong, or no update at all
    /// @throws JacksonException if it should be JSON and is not
    PositionReport read(byte[] body, @Nullable DriverId sender);
}
