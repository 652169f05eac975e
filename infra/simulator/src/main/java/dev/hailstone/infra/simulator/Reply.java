package dev.hailstone.infra.simulator;

/// What the server said to a request, once it could be reached.
sealed interface Reply<T> {

    /// @throws RefusedException if the server refused what it had no reason to refuse
    default T orThrow() {
        return switch (this) {
            case Done<T>(T value) -> value;
            case Refused<T> refused -> throw new RefusedException(refused);
        };
    }

    /// It did, or had done before, what was asked.
    record Done<T>(T value) implements Reply<T> {}

    /// It refused.
    ///
    /// @param problem the last part of the problem's type: `wrong-trip-state`
    record Refused<T>(int status, String problem, String detail) implements Reply<T> {

        @Override
        public String toString() {
            return "%d %s: %s".formatted(status, problem, detail);
        }
    }
}
