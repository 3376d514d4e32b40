package io.dogpile.lock;

import io.dogpile.backend.LocalMutexes;
import io.dogpile.backend.Mutex;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;

/** One key's creation, with a place to store the value and a record of the order in which things happened. */
final class FakeCreation implements Creation<String> {

    final LocalMutexes mutexes = new LocalMutexes();
    final List<String> log = new CopyOnWriteArrayList<>();

    volatile Mutex mutex = mutexes.mutex("key");
    volatile Lookup<String> stored = new Lookup.Missing<>();
    volatile Callable<String> creator = () -> "value";
    volatile Runnable beforeStore = () -> {};

    @Override
    public Mutex mutex() {
        return mutex;
    }

    @Override
    public Lookup<String> look() {
        log.add("look");
        return stored;
    }

    @Override
    public String create(Fence fence) throws Exception {
        log.add("create");
        String value = creator.call();
        boolean written = fence.commit(held -> {
            beforeStore.run();
            stored = new Lookup.Fresh<>(value);
            return true;
        });
        log.add(written ? "stored" : "not stored");
        return value;
    }

    @Override
    public String createUnshared() throws Exception {
        log.add("create unshared");
        return creator.call();
    }
}
