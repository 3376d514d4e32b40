package io.dogpile.spring.cache;

import io.netty.util.concurrent.FastThreadLocalThread;
import org.springframework.util.ClassUtils;
import reactor.core.scheduler.Schedulers;

/** Threads that many depend on, and that must not be kept waiting: Reactor's and Netty's, where those are present. */
final class EventLoops {

    private static final ClassLoader LOADER = EventLoops.class.getClassLoader();

    private static final boolean REACTOR = ClassUtils.isPresent("reactor.core.scheduler.Schedulers", LOADER);

    private static final boolean NETTY = ClassUtils.isPresent("io.netty.util.concurrent.FastThreadLocalThread", LOADER);

    private EventLoops() {}

    static boolean isCurrent() {
        return (REACTOR && Reactors.isCurrent()) || (NETTY && Nettys.isCurrent());
    }

    /** Apart, so that the classes it names are loaded only where they are. */
    private static final class Reactors {

        static boolean isCurrent() {
            return Schedulers.isInNonBlockingThread();
        }
    }

    /** Likewise. */
    private static final class Nettys {

        static boolean isCurrent() {
            return Thread.currentThread() instanceof FastThreadLocalThread;
        }
    }
}
