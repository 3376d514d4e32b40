package io.dogpile.simulation;

/** One run of a creator, for one key. */
final class Creation {

    final int number;
    final Call call;
    final String key;
    final long began;

    /** Whether it may run beside another one of its key: it is needed by that one, or part of a circle. */
    final boolean besides;

    /** Whether another creation waits for it, whose turn is good for both. */
    boolean lent;

    /** Of the data that it read. */
    int version = -1;

    boolean failed;

    Creation(int number, Call call, String key, long began, boolean besides) {
        this.number = number;
        this.call = call;
        this.key = key;
        this.began = began;
        this.besides = besides;
    }

    Process process() {
        return call.process;
    }

    @Override
    public String toString() {
        return process() + " creation " + number + " of " + key;
    }
}
