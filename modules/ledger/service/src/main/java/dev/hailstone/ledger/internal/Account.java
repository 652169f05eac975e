package dev.hailstone.ledger.internal;

import dev.hailstone.tracking.DriverId;
import dev.hailstone.trips.RiderId;

/// Whose money it is. An account has a balance in each currency that was ever posted to it.
sealed interface Account {

    /// The name in the store: `rider:42`, `platform:cash`.
    String code();

    Kind kind();

    /// Whether there is a rule to protect on it. An account without a wallet only collects: nobody decides on its balance,
    /// so nobody has to wait for anybody who adds to it.
    default boolean hasWallet() {
        return !(this instanceof Own);
    }

    /// Reads a [#code].
    ///
    /// @throws IllegalArgumentException if there is no such account
    static Account of(String code) {
        for (Own own : Own.values()) {
            if (own.code.equals(code)) {
                return own;
            }
        }
        if (code.startsWith(Rider.PREFIX)) {
            return new Rider(RiderId.of(code.substring(Rider.PREFIX.length())));
        }
        if (code.startsWith(Driver.PREFIX)) {
            return new Driver(DriverId.of(code.substring(Driver.PREFIX.length())));
        }
        if (code.startsWith(Numbered.PREFIX)) {
            return new Numbered(new AccountNumber(code.substring(Numbered.PREFIX.length())));
        }
        throw new IllegalArgumentException("no account is called '" + code + "'");
    }

    /// What a rider has paid in and not yet been driven for; negative if they owe.
    record Rider(RiderId riderId) implements Account {

        static final String PREFIX = "rider:";

        @Override
        public String code() {
            return PREFIX + riderId;
        }

        @Override
        public Kind kind() {
            return Kind.LIABILITY;
        }
    }

    /// What a driver has earned and not yet been paid.
    record Driver(DriverId driverId) implements Account {

        static final String PREFIX = "driver:";

        @Override
        public String code() {
            return PREFIX + driverId;
        }

        @Override
        public Kind kind() {
            return Kind.LIABILITY;
        }
    }

    /// An account of nobody in particular: money that is kept under a number.
    record Numbered(AccountNumber number) implements Account {

        static final String PREFIX = "account:";

        @Override
        public String code() {
            return PREFIX + number;
        }

        @Override
        public Kind kind() {
            return Kind.LIABILITY;
        }
    }

    /// The platform's own accounts. They collect.
    enum Own implements Account {

        /// The bank: deposits come in, payouts go out. Its balance is a debit.
        CASH("platform:cash", Kind.ASSET),

        /// The platform's part of the rides.
        REVENUE("platform:revenue", Kind.REVENUE),

        /// Levied for others and not yet handed on.
        SURCHARGES("surcharges:payable", Kind.LIABILITY);

        private final String code;
        private final Kind kind;

        Own(String code, Kind kind) {
            this.code = code;
            this.kind = kind;
        }

        @Override
        public String code() {
            return code;
        }

        @Override
        public Kind kind() {
            return kind;
        }
    }

    /// On which side of the books an account stands.
    enum Kind {
        ASSET, LIABILITY, REVENUE
    }
}
