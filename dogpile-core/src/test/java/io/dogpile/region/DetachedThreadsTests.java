package io.dogpile.region;

import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.testing.RestartLoader;
import java.security.AccessControlContext;
import java.security.AccessController;
import java.security.DomainCombiner;
import java.security.PrivilegedAction;
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

    /** On Java versions whose threads have none of that there is nothing to be kept. */
    @Test
    @SuppressWarnings("removal")
    void norItsAccessControlContext() {
        CompletableFuture<DomainCombiner> inherited = new CompletableFuture<>();
        DomainCombiner ofTheApplication = (current, assigned) -> current;

        AccessController.doPrivileged(
                (PrivilegedAction<Thread>) () -> {
                    Thread thread = DetachedThreads.create(
                            "detached",
                            () -> inherited.complete(
                                    AccessController.getContext().getDomainCombiner()));
                    thread.start();
                    return thread;
                },
                new AccessControlContext(AccessController.getContext(), ofTheApplication));

        assertThat(inherited.join()).isNull();
    }
}
