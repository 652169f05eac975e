package dev.hailstone.simulation;

/// No answer came: the module's process is not there, or died before it could answer. Nobody knows what has been done.
public final class ModuleAway extends RuntimeException {

    private static final long serialVersionUID = 1;

    /// @param module that does not answer
    public ModuleAway(String module) {
        super(module + " does not answer", null, false, false);
    }
}
