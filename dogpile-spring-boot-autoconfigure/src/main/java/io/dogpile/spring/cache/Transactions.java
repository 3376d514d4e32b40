package io.dogpile.spring.cache;

import org.springframework.cache.Cache;
import org.springframework.util.ClassUtils;

/** Spring's transaction-aware caches, which need not be on the class path. */
final class Transactions {

    private static final boolean PRESENT = ClassUtils.isPresent(
            "org.springframework.cache.transaction.TransactionAwareCacheDecorator",
            Transactions.class.getClassLoader());

    private Transactions() {}

    /** Whether the cache waits for a commit before it stores: what others must not see yet can't be shared. */
    static boolean defer(Cache cache) {
        return PRESENT && Decorated.defers(cache);
    }

    /** Apart, so that the classes it names are loaded only where they are. */
    private static final class Decorated {

        static boolean defers(Cache cache) {
            return cache instanceof org.springframework.cache.transaction.TransactionAwareCacheDecorator
                    && org.springframework.transaction.support.TransactionSynchronizationManager
                            .isSynchronizationActive();
        }
    }
}
