package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.testing.RestartLoader;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A thread that outlives a restarted application keeps nothing of it. */
@Timeout(20)
class DetachedThreadsTests {

    private static final InheritableThreadLocal<String> INHERITABLE = new InheritableThreadLocal<>();

    @Test
    void theyHaveNeitherTheClassLoaderNorTheThreadLocalsOfWhoeverStartsThem() {
        Thread current = Thread.currentThread();
        ClassLoader original = current.getContextClassLoader();
        CompletableFuture<String> inherited = new CompletableFuture<>();
        current.setContextClassLoader(new RestartLoader("com.restarted"));
        INHERITABLE.set("of the application");
        try {
            Thread thread = DetachedThreads.create("detached", () -> inherited.complete("" + INHERITABLE.get()));
            thread.start();

            assertThat(inherited.join()).isEqualTo("null");
            assertThat(thread.isDaemon()).isTrue();
            assertThat(thread.getContextClassLoader()).isSameAs(DetachedThreads.class.getClassLoader());
        } finally {
            INHERITABLE.remove();
            current.setContextClassLoader(original);
        }
    }
}
