package io.dogpile.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.api.StatefulConnection;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is opened in the background when it is first asked for, and again if that failed. Once open,
 * Lettuce itself reconnects it.
 */
final class Connecting<C extends StatefulConnection<byte[], byte[]>> {

    private final Supplier<C> opener;
    private final Consumer<C> opened;
    private volatile @Nullable CompletableFuture<C> connection; // written under the lock
    private volatile boolean closed;

    Connecting(Supplier<C> opener, Consumer<C> opened) {
        this.opener = opener;
        this.opened = opened;
    }

    /** The connection if it is open; takes no lock and makes nothing. */
    @Nullable
    C open() {
        CompletableFuture<C> current = connection;
        return closed || current == null || !current.isDone() || current.isCompletedExceptionally()
                ? null
                : current.join();
    }

    synchronized CompletableFuture<C> get() {
        if (closed) {
            return CompletableFuture.failedFuture(new IllegalStateException("the connection is closed"));
        }
        CompletableFuture<C> current = connection;
        if (current == null || current.isCompletedExceptionally()) {
            CompletableFuture<C> attempt = new CompletableFuture<>();
            Thread thread = new Thread(() -> open(attempt), "dogpile-redis-connect");
            thread.setDaemon(true);
            thread.start();
            connection = attempt;
            current = attempt;
        }
        return current;
    }

    /** Leaves an attempt alone that has not ended yet. */
    synchronized void reopen() {
        CompletableFuture<C> current = connection;
        if (current != null && current.isDone()) {
            connection = null;
            current.thenAccept(Connecting::close);
        }
    }

    private void open(CompletableFuture<C> attempt) {
        try {
            C open = opener.get();
            opened.accept(open);
            attempt.complete(open);
        } catch (RuntimeException | Error failure) {
            attempt.completeExceptionally(failure);
        }
    }

    /** Ends when an attempt that runs has ended, too, and what it opened is closed. */
    synchronized CompletableFuture<?> close() {
        closed = true;
        CompletableFuture<C> last = connection;
        return last == null
                ? CompletableFuture.completedFuture(null)
                : last.handle((open, failure) -> close(open)).thenCompose(ended -> ended);
    }

    /** Lettuce warns of closing what was closed already, with its client, when an application ends. */
    private static CompletableFuture<Void> close(@Nullable StatefulConnection<?, ?> open) {
        boolean closed = open instanceof RedisChannelHandler<?, ?> handler && handler.isClosed();
        return open == null || closed ? CompletableFuture.completedFuture(null) : open.closeAsync();
    }
}
