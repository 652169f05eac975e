package dev.hailstone.simulation;

/// The process of a module dies here and now. An error, so that nobody in the domain catches it.
final class Crash extends Error {

    private static final long serialVersionUID = 1;

    private final int life;

    /// @param life which of the module's lives ends
    Crash(int life) {
        super("the module's process dies", null, false, false);
        this.life = life;
    }

    int life() {
        return life;
    }
}
