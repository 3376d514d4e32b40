package io.dogpile.region;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The context of the thread that made it, for creators that other threads call. Thread-safe. */
final class CarriedContext {

    private static final ThreadLocal<@Nullable Runnable> CALL = new ThreadLocal<>();

    private final @Nullable Runnable carried;

    private CarriedContext(@Nullable Runnable carried) {
        this.carried = carried;
    }

    /** This thread's context, or nothing if there is no carrier. */
    static CarriedContext here(@Nullable UnaryOperator<Runnable> carrier) {
        return new CarriedContext(carrier == null ? null : carrier.apply(CarriedContext::runCall));
    }

    <V extends @Nullable Object> Supplier<? extends CompletionStage<? extends V>> carry(
            Supplier<? extends CompletionStage<? extends V>> creator) {
        return carried == null ? creator : () -> call(carried, creator);
    }

    <K, V extends @Nullable Object> AsyncMultiCreator<K, ? extends V> carry(AsyncMultiCreator<K, ? extends V> creator) {
        return carried == null ? creator : keys -> call(carried, () -> creator.create(keys));
    }

    private static void runCall() {
        Runnable call = CALL.get();
        if (call != null) {
            call.run();
        }
    }

    @SuppressWarnings("NullAway") // it is what the call answers
    private static <T extends @Nullable Object> T call(Runnable carried, Supplier<? extends T> supplier) {
        AtomicReference<@Nullable T> result = new AtomicReference<>();
        Runnable outer = CALL.get();
        CALL.set(() -> result.set(supplier.get()));
        try {
            carried.run();
        } finally {
            CALL.set(outer);
        }
        return result.get();
    }
}
