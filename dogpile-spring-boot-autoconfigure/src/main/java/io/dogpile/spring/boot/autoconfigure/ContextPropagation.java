package io.dogpile.spring.boot.autoconfigure;

import java.util.List;
import java.util.concurrent.Executor;

/** Gives executors' tasks the context of those who submit them. Immutable. */
final class ContextPropagation {

    private final List<ContextCarrier> carriers;

    /** The first carrier is the outermost: what the others set stays in place above it. */
    ContextPropagation(List<ContextCarrier> carriers) {
        this.carriers = List.copyOf(carriers);
    }

    /** Without what Boot's executor carries already. */
    ContextPropagation besideBoots() {
        return new ContextPropagation(
                carriers.stream().filter(carrier -> !carrier.isBootsToo()).toList());
    }

    boolean isEmpty() {
        return carriers.isEmpty();
    }

    Executor wrap(Executor executor) {
        return carriers.isEmpty() ? executor : task -> executor.execute(carry(task));
    }

    /** The task with the context of the thread that calls this method. */
    Runnable carry(Runnable task) {
        Runnable carried = task;
        for (int i = carriers.size() - 1; i >= 0; i--) {
            carried = carriers.get(i).carry(carried);
        }
        return carried;
    }
}
