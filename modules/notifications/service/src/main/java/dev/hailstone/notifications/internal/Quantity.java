package dev.hailstone.notifications.internal;

import java.text.NumberFormat;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Currency;
import java.util.Locale;

import dev.hailstone.kernel.Money;

/// A kind of parameter: how it is stored, independent of any language, and how it is shown in one.
enum Quantity {

    /// Stored as `12.95 USD`.
    MONEY {

        @Override
        String shown(String stored, Locale locale) {
            String[] parts = stored.split(" ", 2);
            Money money = Money.of(parts[0], parts[1]);
            NumberFormat format = NumberFormat.getCurrencyInstance(locale);
            Currency currency = money.currency();
            format.setCurrency(currency);
            format.setMinimumFractionDigits(currency.getDefaultFractionDigits());
            format.setMaximumFractionDigits(currency.getDefaultFractionDigits());
            return format.format(money.amount());
        }
    },

    /// Stored as ISO 8601, shown as date and time of UTC: nothing here knows where the rider is.
    TIME {

        @Override
        String shown(String stored, Locale locale) {
            return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                    .withLocale(locale)
                    .format(Instant.parse(stored).atOffset(ZoneOffset.UTC)) + " UTC";
        }
    },

    /// Stored in whole metres, shown to ten metres, from a kilometre on to a hundred.
    DISTANCE {

        @Override
        String shown(String stored, Locale locale) {
            double metres = Double.parseDouble(stored);
            NumberFormat format = NumberFormat.getNumberInstance(locale);
            format.setMaximumFractionDigits(1);
            return metres < 995
                    ? format.format(Math.round(metres / 10) * 10) + " m"
                    : format.format(metres / 1000) + " km";
        }
    };

    static String stored(Money money) {
        return money.toString();
    }

    static String stored(Instant time) {
        return time.toString();
    }

    static String stored(double metres) {
        return Long.toString(Math.round(metres));
    }

    abstract String shown(String stored, Locale locale);
}
