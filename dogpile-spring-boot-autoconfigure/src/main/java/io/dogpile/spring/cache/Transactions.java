package io.dogpile.spring.cache;

import org.springframework.cache.Cache;
import org.springframework.util.ClassUtils;

/** Transactions and Spring's transaction-aware caches, neither of which need be on the class path. */
final class Transactions {

    /** Whether there can be transactions. */
    static final boolean POSSIBLE =
            isPresent("org.springframework.transaction.support.TransactionSynchronizationManager");

    private static final boolean DECORATORS =
            POSSIBLE && isPresent("org.springframework.cache.transaction.TransactionAwareCacheDecorator");

    private Transactions() {}

    private static boolean isPresent(String name) {
        return ClassUtils.isPresent(name, Transactions.class.getClassLoader());
    }

    /** Whether what is loaded for a key now must wait for a commit: what others must not see can't be shared. */
    static boolean defer(Cache cache, Object key) {
        return cache instanceof TransactionalCache transactional
                ? transactional.defers(key)
                : DECORATORS && Decorated.defers(cache);
    }

    /** Apart, so that the classes it names are loaded only where they are. */
    private static final class Decorated {

        static boolean defers(Cache cache) {
            return cache instanceof org.springframework.cache.transaction.TransactionAwareCacheDecorator
                    && CacheTransaction.isReadWrite();
        }
    }
}
