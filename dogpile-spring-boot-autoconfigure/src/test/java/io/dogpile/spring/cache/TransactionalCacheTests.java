package io.dogpile.spring.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dogpile.backend.CacheBackend;
import io.dogpile.backend.CachedValue;
import io.dogpile.backend.Mutex.Held;
import io.dogpile.backend.ProxyBackend;
import io.dogpile.backend.RegionInvalidationStrategy;
import io.dogpile.region.CacheRegion;
import io.dogpile.region.RegionConfig;
import io.dogpile.testing.Gate;
import io.dogpile.testing.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.cache.Cache;
import org.springframework.cache.interceptor.LoggingCacheErrorHandler;
import org.springframework.cache.transaction.TransactionAwareCacheDecorator;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** What a transaction sees of its own changes, and what becomes of them in the end. */
@Timeout(60)
class TransactionalCacheTests extends TransactionFixture {

    private final CacheRegion one =
            CacheRegion.of("books", RegionConfig.builder("memory").build());

    @Override
    CacheRegion region() {
        return one;
    }

    @Override
    void closeRegions() {
        one.close();
    }

    @Test
    void withoutATransactionEverythingHappensAtOnce() throws Exception {
        cache.put(1, "a");
        assertThat(stored()).isEqualTo("a");
        assertThat(cache.putIfAbsent(1, "b").get()).isEqualTo("a");
        assertThat(cache.get(1).get()).isEqualTo("a");
        assertThat(cache.get(1, String.class)).isEqualTo("a");
        assertThat(cache.get(1, this::read)).isEqualTo("a");
        assertThat(((Cache.ValueWrapper) cache.retrieve(1).get()).get()).isEqualTo("a");
        assertThat(cache.retrieve(1, () -> CompletableFuture.completedFuture("b"))
                        .get())
                .isEqualTo("a");
        assertThat(cache.evictIfPresent(1)).isTrue();
        assertThat(stored()).isNull();
        assertThat(cache.putIfAbsent(1, "b")).isNull();
        cache.evict(1);
        assertThat(stored()).isNull();
        cache.put(1, "c");
        cache.clear();
        assertThat(stored()).isNull();
        cache.put(1, "d");
        cache.invalidate();
        assertThat(stored()).isNull();
    }

    @Test
    void aTransactionSeesWhatItHasPut() throws Exception {
        cache.put(1, "old");
        transaction().executeWithoutResult(status -> {
            cache.put(1, "new");
            assertThat(cache.get(1).get()).isEqualTo("new");
            assertThat(cache.get(1, String.class)).isEqualTo("new");
            assertThat(cache.get(1, this::read)).isEqualTo("new");
            assertThat(cache.putIfAbsent(1, "newer").get()).isEqualTo("new");
            assertThat(cache.retrieve(1).join())
                    .isInstanceOfSatisfying(
                            Cache.ValueWrapper.class,
                            found -> assertThat(found.get()).isEqualTo("new"));
            assertThat(cache.retrieve(1, () -> CompletableFuture.completedFuture("b"))
                            .join())
                    .isEqualTo("new");
            assertThatThrownBy(() -> cache.get(1, Integer.class)).isInstanceOf(IllegalStateException.class);
        });
        assertThat(reads).hasValue(0);
    }

    @Test
    void aTransactionDoesNotSeeWhatItHasRemoved() {
        cache.put(1, "old");
        transaction().executeWithoutResult(status -> {
            cache.evict(1);
            assertNothingSeen();
        });
        cache.put(1, "old");
        transaction().executeWithoutResult(status -> {
            cache.put(1, "older");
            cache.clear();
            assertNothingSeen();
            cache.put(1, "new");
            assertThat(cache.get(1).get()).isEqualTo("new");
        });
        assertThat(stored()).isEqualTo("new");
    }

    private void assertNothingSeen() {
        assertThat(cache.get(1)).isNull();
        assertThat(cache.get(1, String.class)).isNull();
        assertThat(cache.retrieve(1)).isNull();
        assertThat(cache.retrieve(1, CompletableFuture::new)).isNotDone();
        assertThat(cache.get(1)).isNull();
        assertThat(cache.retrieve(1, () -> CompletableFuture.failedFuture(new IllegalStateException())))
                .isCompletedExceptionally();
        assertThat(cache.get(1)).isNull();
    }

    @Test
    void aFutureThatIsDoneIsALoadOfTheTransaction() {
        transaction().executeWithoutResult(status -> {
            rename("new");
            assertThat(cache.retrieve(1, () -> CompletableFuture.completedFuture(read()))
                            .join())
                    .isEqualTo("new");
            assertThat(cache.get(1).get()).isEqualTo("new");
            assertThat(stored()).isNull();
            assertThat(titleElsewhere()).isEqualTo("old");
        });
        assertThat(titleElsewhere()).isEqualTo("new");
    }

    @Test
    void theLastOfSeveralChangesCounts() {
        transaction().executeWithoutResult(status -> {
            cache.put(1, "a");
            cache.evict(1);
            cache.put(1, "b");
        });
        assertThat(stored()).isEqualTo("b");
        transaction().executeWithoutResult(status -> {
            cache.put(1, "c");
            cache.evict(1);
        });
        assertThat(stored()).isNull();
    }

    @Test
    void whatMayBeOutdatedWhereverItIsFromIsEvicted() {
        transaction().executeWithoutResult(status -> {
            rename("new");
            assertThat(cache.get(1, this::read)).isEqualTo("new");
            byAnother(() -> {
                elsewhere.put(1, "another's");
                return true;
            });
            assertThat(stored()).isEqualTo("another's");
        });
        assertThat(stored()).isNull();
    }

    @Test
    void aLoaderThatFailsPutsNothing() {
        transaction()
                .executeWithoutResult(status -> assertThatThrownBy(() -> cache.get(1, () -> {
                            throw new java.io.IOException("no");
                        }))
                        .isInstanceOf(Cache.ValueRetrievalException.class)
                        .hasCauseInstanceOf(java.io.IOException.class));
        assertThat(stored()).isNull();
    }

    @Test
    void inReadOnlyTransactionsLoadsAreShared() {
        Gate gate = new Gate();
        Task<String> first = Task.start(() -> readOnly()
                .execute(status -> cache.get(1, () -> {
                    gate.pass();
                    return read();
                })));
        gate.awaitReached();
        List<Task<String>> others = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            others.add(Task.start(() -> readOnly().execute(status -> cache.get(1, this::read))));
        }
        others.forEach(Task::awaitWaiting);
        gate.open();

        assertThat(first.value()).isEqualTo("old");
        assertThat(others).allSatisfy(task -> assertThat(task.value()).isEqualTo("old"));
        assertThat(reads).hasValue(1);
        assertThat(stored()).isEqualTo("old");
    }

    @Test
    void whatIsChangedAfterTheCommitIsChangedAtOnce() {
        cache.put(1, "old");
        cache.put(2, "old");
        transaction().executeWithoutResult(status -> {
            cache.evict(2);
            afterCommit(() -> cache.evict(1));
        });
        assertThat(stored()).isNull();
        cache.put(1, "old");
        transaction().executeWithoutResult(status -> afterCommit(() -> cache.evict(1)));
        assertThat(stored()).isNull();
    }

    @Test
    void anotherSynchronizationThatFailsAfterTheCommitChangesNothing() {
        cache.put(1, "old");
        assertThatThrownBy(() -> transaction().executeWithoutResult(status -> {
                    afterCommit(() -> {
                        throw new IllegalStateException("another's");
                    });
                    cache.evict(1);
                }))
                .hasMessage("another's");
        assertThat(stored()).isNull();
    }

    private static void afterCommit(Runnable what) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                what.run();
            }
        });
    }

    @Test
    void whenTheOutcomeIsUnknownEverythingTouchedIsEvicted() {
        cache.put(1, "old");
        TransactionSynchronizationManager.initSynchronization();
        try {
            cache.put(1, "perhaps");
            List<TransactionSynchronization> synchronizations = TransactionSynchronizationManager.getSynchronizations();
            TransactionSynchronizationManager.clearSynchronization();
            synchronizations.forEach(each -> each.afterCompletion(TransactionSynchronization.STATUS_UNKNOWN));
        } finally {
            TransactionSynchronizationManager.clear();
        }
        assertThat(stored()).isNull();
    }

    @Test
    void regionsOfOneTransactionDoNotMix() {
        CacheRegion other =
                CacheRegion.of("authors", RegionConfig.builder("memory").build());
        Cache authors = transactional(other);
        transaction().executeWithoutResult(status -> {
            cache.put(1, "book");
            authors.put(1, "author");
            cache.clear();
            assertThat(authors.get(1).get()).isEqualTo("author");
        });
        assertThat(stored()).isNull();
        assertThat(other.<String>get(1)).isEqualTo("author");
    }

    @Test
    void nullsAreRefusedWhereTheyAreGivenIfNotWanted() {
        CacheRegion strict = CacheRegion.of(
                "strict", RegionConfig.builder("memory").cacheNullValues(false).build());
        Cache nulls = transactional(strict);
        transaction().executeWithoutResult(status -> {
            assertThatThrownBy(() -> nulls.put(1, null)).hasMessageContaining("cache-null-values");
            assertThat(nulls.<String>get(1, () -> null)).isNull();
            nulls.get(2);
            nulls.put(2, null); // as a method's result, after it was not found
        });
        assertThat(strict.<String>get(1)).isNull();
        transaction().executeWithoutResult(status -> cache.put(1, null));
        assertThat(cache.get(1)).isNotNull();
    }

    @Test
    void aFailureAfterTheCommitIsThrownOnceAllChangesWereTried() {
        cache.put(2, "old");
        region.wrap(Refusing::new);

        assertThatThrownBy(() -> transaction().executeWithoutResult(status -> {
                    cache.evict(1);
                    cache.evict(2);
                }))
                .hasMessage("refused");

        assertThat(region.<String>get(2)).isNull();
        region.getOrCreate(1, () -> "fence is gone");
        assertThat(stored()).isEqualTo("fence is gone");
    }

    @Test
    void aFailureAfterTheCommitGoesToTheErrorHandler() {
        DogpileCacheManager manager = DogpileCacheManager.of(List.of(region));
        manager.setTransactionAware(true);
        manager.handleErrorsBy(LoggingCacheErrorHandler::new);
        region.wrap(Refusing::new);
        Cache forgiving = manager.getCache("books");

        transaction().executeWithoutResult(status -> {
            forgiving.evict(1);
            forgiving.put(1, "refused, too");
            forgiving.put(2, "put");
            forgiving.evict(3);
        });
        transaction().executeWithoutResult(status -> forgiving.evict(1));

        assertThat(region.<String>get(2)).isEqualTo("put");
    }

    @Test
    void soDoesAFailureToClear() {
        RegionInvalidationStrategy refusing = new RegionInvalidationStrategy() {
            @Override
            public void invalidate(boolean hard) {
                throw new IllegalStateException("refused");
            }

            @Override
            public long hardCutoff() {
                return 0;
            }

            @Override
            public long softCutoff() {
                return 0;
            }
        };
        CacheRegion lasting = CacheRegion.of(
                "books",
                RegionConfig.builder("memory").invalidationStrategy(refusing).build());
        DogpileCacheManager manager = DogpileCacheManager.of(List.of(lasting));
        manager.setTransactionAware(true);
        manager.handleErrorsBy(LoggingCacheErrorHandler::new);
        Cache forgiving = manager.getCache("books");

        transaction().executeWithoutResult(status -> {
            forgiving.clear();
            forgiving.put(2, "put");
        });

        assertThat(lasting.<String>get(2)).isEqualTo("put");
    }

    @Test
    void aFailureInOneRegionDoesNotKeepTheOthersFromBeingChanged() {
        CacheRegion other =
                CacheRegion.of("authors", RegionConfig.builder("memory").build());
        Cache authors = transactional(other);
        other.set(1, "old");
        region.wrap(Refusing::new);

        assertThatThrownBy(() -> transaction().executeWithoutResult(status -> {
                    cache.evict(1);
                    authors.evict(1);
                }))
                .hasMessage("refused");

        assertThat(other.<String>get(1)).isNull();
    }

    /** Does not delete key 1, nor set it to that value. */
    private static final class Refusing extends ProxyBackend {

        Refusing(CacheBackend proxied) {
            super(proxied);
        }

        @Override
        public boolean delete(Object key) {
            if (key.equals(1)) {
                throw new IllegalStateException("refused");
            }
            return super.delete(key);
        }

        @Override
        public boolean set(Object key, CachedValue<?> value, Held held) {
            if ("refused, too".equals(value.payload())) {
                throw new IllegalStateException("refused");
            }
            return super.set(key, value, held);
        }
    }

    @Test
    void springsOwnDecoratorGoesOnWorking() {
        for (Cache target : List.of(cache, new DogpileCache(region))) {
            Cache decorated = new TransactionAwareCacheDecorator(target);
            target.put(1, "old");
            transaction().executeWithoutResult(status -> {
                decorated.evict(1);
                decorated.put(2, "put");
                assertThat(stored()).isEqualTo("old");
            });
            assertThat(stored()).isNull();
            assertThat(region.<String>get(2)).isEqualTo("put");
            region.invalidate();
        }
    }
}
