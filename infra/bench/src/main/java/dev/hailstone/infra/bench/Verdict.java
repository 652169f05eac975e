package dev.hailstone.infra.bench;

/// What a figure says about its goal.
enum Verdict {

    MET("met"), NOT_MET("not met"), VOID("void"), NO_GOAL("–");

    private final String words;

    Verdict(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
