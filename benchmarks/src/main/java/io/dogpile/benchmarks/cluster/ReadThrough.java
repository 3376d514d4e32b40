package io.dogpile.benchmarks.cluster;

import java.time.Duration;

/** A cache as its users read it: a value that is missing is created. Thread-safe. */
interface ReadThrough extends AutoCloseable {

    Article get(String key) throws Exception;

    @Override
    default void close() {}

    /** Makes a value, for which it takes its time. Thread-safe. */
    @FunctionalInterface
    interface Creator {

        Article create(String key) throws InterruptedException;
    }

    /**
     * In what a cache is opened.
     *
     * @param port where Redis listens
     * @param life the age at which values expire
     * @param creator makes them
     */
    record Setting(int port, Duration life, Creator creator) {

        String url() {
            return "redis://127.0.0.1:" + port;
        }
    }
}
