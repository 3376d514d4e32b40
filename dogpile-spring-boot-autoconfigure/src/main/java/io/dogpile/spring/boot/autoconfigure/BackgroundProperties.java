package io.dogpile.spring.boot.autoconfigure;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where regions with {@code async-creation} re-create their values. */
class BackgroundProperties {

    static final List<String> SETTINGS = List.of("capacity", "executor");

    /**
     * How many creations may be queued or running in the background, in all regions together. Further ones are refused
     * and their callers keep the stale value.
     */
    private int capacity = 1000;

    /**
     * Name of the bean of type Executor that runs them. Unless set it is Boot's 'applicationTaskExecutor' or, if there
     * is none, a few threads of their own.
     */
    private @Nullable String executor;

    public int getCapacity() {
        return capacity;
    }

    public void setCapacity(int capacity) {
        this.capacity = capacity;
    }

    public @Nullable String getExecutor() {
        return executor;
    }

    public void setExecutor(@Nullable String executor) {
        this.executor = executor;
    }
}
