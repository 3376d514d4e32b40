package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.redis.TestRedis;
import io.dogpile.testing.RestartLoader;
import java.lang.ref.WeakReference;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is restarted within a JVM, as by devtools or in a servlet container, leaves nothing of its class loader here. */
@Timeout(120)
class RestartTests {

    private final CoarseClock clock = (CoarseClock) CoarseClock.of(Clock.systemUTC());

    @Test
    void aClassLoaderWhoseRegionsAreClosedCanBeCollected() throws Exception {
        Awaitility.await().until(() -> clock.ticker() == null || !clock.ticker().isAlive());

        WeakReference<ClassLoader> loader = run();

        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> {
            clock.millis(); // so that its thread, which the program has started, goes on
            System.gc();
            return loader.refersTo(null);
        });
        assertThat(clock.ticker().isAlive()).isTrue();
    }

    private static WeakReference<ClassLoader> run() throws Exception {
        ClassLoader loader = new RestartLoader("com.restarted");
        @SuppressWarnings("unchecked")
        Callable<Integer> program = (Callable<Integer>) loader.loadClass("com.restarted.Program")
                .getConstructor(int.class)
                .newInstance(TestRedis.shared().port());
        FutureTask<Integer> task = new FutureTask<>(program);
        Thread thread = new Thread(task, "program");
        thread.setContextClassLoader(loader);
        thread.start();
        assertThat(task.get()).isEqualTo(4);
        thread.join();
        return new WeakReference<>(loader);
    }
}
