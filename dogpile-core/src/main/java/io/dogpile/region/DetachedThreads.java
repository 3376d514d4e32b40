package io.dogpile.region;

import java.security.AccessController;
import java.security.PrivilegedAction;

/**
 * Threads that outlive whoever happens to start them, such as an application that devtools or a servlet container
 * restarts: nothing in them refers to its classes.
 */
final class DetachedThreads {

    private DetachedThreads() {}

    /** A daemon without its creator's context class loader, inheritable thread-locals and protection domains. */
    @SuppressWarnings("removal") // a thread keeps the access control context, and so the loaders, of its creator
    static Thread create(String name, Runnable task) {
        return AccessController.doPrivileged((PrivilegedAction<Thread>) () -> {
            Thread thread = new Thread(null, task, name, 0, false);
            thread.setDaemon(true);
            thread.setContextClassLoader(DetachedThreads.class.getClassLoader());
            return thread;
        });
    }
}
