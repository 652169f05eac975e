package dev.hailstone.simulation;

import java.util.Arrays;

/// Runs seeds in a process of their own and tells what became of them.
final class Replay {

    private Replay() {}

    public static void main(String[] seeds) {
        Arrays.stream(seeds).mapToLong(Long::parseLong).mapToObj(Simulation::run).forEach(System.out::println);
    }
}
