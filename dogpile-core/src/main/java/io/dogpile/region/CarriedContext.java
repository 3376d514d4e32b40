package io.dogpile.region;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The context of the thread that made it, for calls that other threads make. Thread-safe. */
final class CarriedContext {

    private static final ThreadLocal<@Nullable Runnable> CALL = new ThreadLocal<>();

    private final Runnable carried;

    CarriedContext(UnaryOperator<Runnable> carrier) {
        this.carried = carrier.apply(() -> {
            Runnable call = CALL.get();
            if (call != null) {
                call.run();
            }
        });
    }

    @SuppressWarnings("NullAway") // it is what the call answers
    <T extends @Nullable Object> T call(Supplier<? extends T> supplier) {
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
