package io.dogpile.redis;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What regions log, instead of the console. */
final class Logged extends Handler implements AutoCloseable {

    private static final Logger LOGGER = Logger.getLogger("io.dogpile.region");

    final List<Level> levels = new CopyOnWriteArrayList<>();

    Logged() {
        LOGGER.setUseParentHandlers(false);
        LOGGER.addHandler(this);
    }

    @Override
    public void publish(LogRecord entry) {
        levels.add(entry.getLevel());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        LOGGER.removeHandler(this);
        LOGGER.setUseParentHandlers(true);
    }
}
