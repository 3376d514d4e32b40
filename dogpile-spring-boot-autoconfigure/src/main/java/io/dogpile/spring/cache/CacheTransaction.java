package io.dogpile.spring.cache;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * What the thread's transaction has changed in caches. Spring suspends it together with the transaction, so that an
 * inner transaction of its own has its own. Not thread-safe, like transactions.
 */
final class CacheTransaction implements TransactionSynchronization {

    private final List<PendingChanges> changes = new ArrayList<>();
    private boolean over;

    private CacheTransaction() {}

    /** Whether changes have to wait for a commit. */
    static boolean isActive() {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            return false;
        }
        CacheTransaction current = current();
        return current == null || !current.over;
    }

    /** Whether what is read may be of the transaction's own making, so that others must not see it yet. */
    static boolean isReadWrite() {
        return isActive() && !TransactionSynchronizationManager.isCurrentTransactionReadOnly();
    }

    /** What the current transaction has changed in a cache; null if nothing, or if there is no transaction. */
    static @Nullable PendingChanges find(DogpileCache cache) {
        CacheTransaction current = TransactionSynchronizationManager.isSynchronizationActive() ? current() : null;
        return current == null || current.over ? null : current.of(cache);
    }

    /** Where to note what the current transaction, which must be active, changes in a cache. */
    static PendingChanges of(DogpileCache cache, Errors errors) {
        CacheTransaction current = current();
        if (current == null) {
            current = new CacheTransaction();
            TransactionSynchronizationManager.registerSynchronization(current);
        }
        PendingChanges known = current.of(cache);
        if (known == null) {
            known = new PendingChanges(cache, errors);
            current.changes.add(known);
        }
        return known;
    }

    private static @Nullable CacheTransaction current() {
        for (TransactionSynchronization each : TransactionSynchronizationManager.getSynchronizations()) {
            if (each instanceof CacheTransaction transaction) {
                return transaction;
            }
        }
        return null;
    }

    private @Nullable PendingChanges of(DogpileCache cache) {
        for (PendingChanges each : changes) {
            if (each.concern(cache)) {
                return each;
            }
        }
        return null;
    }

    /** What was put since the savepoint may be among what is undone, and what is not put is no harm. */
    @Override
    public void savepointRollback(Object savepoint) {
        changes.forEach(PendingChanges::evictInsteadOfPutting);
    }

    @Override
    public void afterCommit() {
        finish();
    }

    /**
     * It has happened already, unless another synchronization failed after the commit, or was where the first change
     * came from. Of an outcome that nobody knows the worst is assumed.
     */
    @Override
    public void afterCompletion(int status) {
        if (status == STATUS_UNKNOWN) {
            changes.forEach(PendingChanges::evictInsteadOfPutting);
        }
        if (status == STATUS_ROLLED_BACK) {
            over = true;
            changes.forEach(PendingChanges::release);
        } else if (!over) {
            finish();
        }
    }

    private void finish() {
        over = true;
        RuntimeException failure = null;
        for (PendingChanges each : changes) {
            try {
                each.apply();
            } catch (RuntimeException refusal) {
                if (failure == null) {
                    failure = refusal;
                } else {
                    failure.addSuppressed(refusal);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
