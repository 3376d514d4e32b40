package io.dogpile.simulation;

/** Unwinds what a process was doing when it was killed. Nothing it does on the way reaches anybody. */
final class Crashed extends Error {

    private static final long serialVersionUID = 1L;

    Crashed() {
        super("the process was killed", null, false, false);
    }
}
