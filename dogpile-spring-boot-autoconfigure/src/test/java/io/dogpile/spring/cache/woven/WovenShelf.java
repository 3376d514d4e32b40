package io.dogpile.spring.cache.woven;

import io.dogpile.testing.Gate;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.springframework.cache.annotation.Cacheable;

/** To be loaded by a loader that weaves Spring's aspect into it: the method's calls meet no proxy. */
public class WovenShelf implements Function<String, String> {

    private final Gate gate;
    private final AtomicInteger calls;

    public WovenShelf(Gate gate, AtomicInteger calls) {
        this.gate = gate;
        this.calls = calls;
    }

    @Override
    @Cacheable("books")
    public String apply(String title) {
        calls.incrementAndGet();
        try {
            gate.pass();
        } catch (InterruptedException interruption) {
            throw new IllegalStateException(interruption);
        }
        return "the book " + title;
    }
}
