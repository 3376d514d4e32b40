package io.dogpile.spring.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dogpile.backend.CachedValue;
import io.dogpile.backend.ProxyBackend;
import io.dogpile.region.CacheRegion;
import io.dogpile.testing.Gate;
import io.dogpile.testing.Task;
import java.lang.reflect.Type;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.cache.Cache;

/** What others read before a commit they may have, but it is not in the cache after the commit. */
@Timeout(60)
abstract class TransactionContract extends TransactionFixture {

    static Stream<Named<BiConsumer<Cache, Object>>> evictions() {
        return Stream.of(Named.of("evict", Cache::evict), Named.of("evict before invocation", Cache::evictIfPresent));
    }

    static Stream<Named<BiConsumer<Cache, Object>>> changes() {
        return Stream.of(
                Named.of("evict", Cache::evict),
                Named.of("evict before invocation", Cache::evictIfPresent),
                Named.of("clear", (cache, key) -> cache.clear()),
                Named.of("clear before invocation", (cache, key) -> cache.invalidate()),
                Named.of("put", (cache, key) -> cache.put(key, "new")));
    }

    static Stream<Named<BiConsumer<Cache, Object>>> waitingChanges() {
        return Stream.of(
                Named.of("evict", Cache::evict),
                Named.of("clear", (cache, key) -> cache.clear()),
                Named.of("put", (cache, key) -> cache.put(key, "new")),
                Named.of("putIfAbsent", (cache, key) -> {
                    cache.evict(key);
                    cache.putIfAbsent(key, "new");
                }));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void whatOthersReadBeforeTheCommitIsNotThereAfterIt(BiConsumer<Cache, Object> change) {
        elsewhere.put("other", "value");
        transaction().executeWithoutResult(status -> {
            rename("new");
            change.accept(cache, 1);
            assertThat(titleElsewhere()).isEqualTo("old");
        });
        awaitClearing();

        assertThat(titleElsewhere()).isEqualTo("new");
        assertThat(stored()).isEqualTo("new");
    }

    /** Another process hears of it by a message. */
    private void awaitClearing() {
        boolean cleared = cache.get("other") == null;
        Awaitility.await().until(() -> (elsewhere.get("other") == null) == cleared);
    }

    @ParameterizedTest
    @MethodSource("changes")
    void whatOthersAreStillLoadingAtTheCommitIsNotStored(BiConsumer<Cache, Object> change) {
        Gate gate = new Gate();
        elsewhere.put("other", "value");
        Task<String> other = transaction().execute(status -> {
            rename("new");
            change.accept(cache, 1);
            Task<String> loading = Task.start(() -> elsewhere.get(1, () -> {
                String title = read();
                gate.pass();
                return title;
            }));
            gate.awaitReached();
            return loading;
        });
        awaitClearing();
        gate.open();

        assertThat(other.value()).isEqualTo("old");
        assertThat(stored()).isNotEqualTo("old");
        assertThat(titleElsewhere()).isEqualTo("new");
    }

    @ParameterizedTest
    @MethodSource("evictions")
    void beforeTheCommitNobodyStoresAnEvictedKey(BiConsumer<Cache, Object> eviction) {
        transaction().executeWithoutResult(status -> {
            rename("new");
            eviction.accept(cache, 1);
            titleElsewhere();
            assertThat(stored()).isNull();
        });
    }

    @ParameterizedTest
    @MethodSource("waitingChanges")
    void othersSeeTheOldValueUntilTheCommit(BiConsumer<Cache, Object> change) {
        cache.put(1, "old");
        cache.put("other", "value");

        transaction().executeWithoutResult(status -> {
            rename("new");
            change.accept(cache, 1);
            assertThat(titleElsewhere()).isEqualTo("old");
            assertThat(stored()).isEqualTo("old");
        });
        awaitClearing();

        assertThat(titleElsewhere()).isEqualTo("new");
    }

    @ParameterizedTest
    @MethodSource("waitingChanges")
    void afterARollbackNothingHasHappened(BiConsumer<Cache, Object> change) {
        cache.put(1, "old");

        transaction().executeWithoutResult(status -> {
            rename("new");
            change.accept(cache, 1);
            status.setRollbackOnly();
        });

        assertThat(stored()).isEqualTo("old");
        assertThat(reads).hasValue(0);
    }

    @ParameterizedTest
    @MethodSource("changes")
    void afterARollbackWhatIsLoadedIsStored(BiConsumer<Cache, Object> change) {
        elsewhere.put("other", "value");
        transaction().executeWithoutResult(status -> {
            rename("new");
            change.accept(cache, 1);
            status.setRollbackOnly();
        });
        awaitClearing();

        assertThat(titleElsewhere()).isEqualTo("old");
        assertThat(stored()).isEqualTo("old");
    }

    @Test
    void immediateFormsRemoveAtOnce() {
        cache.put(1, "old");
        transaction().executeWithoutResult(status -> {
            assertThat(cache.evictIfPresent(1)).isTrue();
            assertThat(stored()).isNull();
            assertThat(cache.evictIfPresent(1)).isFalse();
        });
        cache.put(1, "old");
        transaction().executeWithoutResult(status -> {
            cache.invalidate();
            assertThat(stored()).isNull();
        });
    }

    @Test
    void aFailingTransactionIsARollback() {
        cache.put(1, "old");

        assertThatThrownBy(() -> transaction().executeWithoutResult(status -> {
                    cache.evict(1);
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");

        assertThat(stored()).isEqualTo("old");
    }

    @Test
    void fiftyCallersOfAnEvictedKeyMakeOneLoad() {
        Gate gate = new Gate();
        AtomicInteger looks = countLooks();
        transaction().executeWithoutResult(status -> {
            rename("new");
            cache.evictIfPresent(1);
            Task<String> first = Task.start(() -> elsewhere.get(1, () -> {
                gate.pass();
                return read();
            }));
            gate.awaitReached();
            Task<?>[] others = new Task<?>[49];
            for (int i = 0; i < others.length; i++) {
                others[i] = Task.start(() -> elsewhere.get(1, this::read));
            }
            Awaitility.await().until(() -> looks.get() == 51); // the first has looked again, holding the lock
            Stream.of(others).forEach(Task::awaitWaiting);
            gate.open();

            assertThat(first.value()).isEqualTo("old");
            assertThat(others).allSatisfy(task -> assertThat(task.value()).isEqualTo("old"));
            assertThat(reads).hasValue(1);
        });
        assertThat(titleElsewhere()).isEqualTo("new");
    }

    /** How often a caller elsewhere has had the backend's answer, and does not wait for that any more. */
    private AtomicInteger countLooks() {
        AtomicInteger looks = new AtomicInteger();
        ((CacheRegion) elsewhere.getNativeCache()).wrap(backend -> new ProxyBackend(backend) {
            @Override
            public CachedValue<?> get(Object key, Type type) {
                CachedValue<?> value = super.get(key, type);
                looks.incrementAndGet();
                return value;
            }
        });
        return looks;
    }

    @Test
    void whatATransactionLoadsIsItsOwnUntilTheCommit() {
        transaction().executeWithoutResult(status -> {
            rename("new");
            assertThat(cache.get(1, this::read)).isEqualTo("new");
            assertThat(cache.get(1, this::read)).isEqualTo("new");
            assertThat(stored()).isNull();
            assertThat(reads).hasValue(1);
            assertThat(titleElsewhere()).isEqualTo("old");
        });

        assertThat(stored()).isEqualTo("new");
    }

    @Test
    void whatATransactionLoadedIsGoneAfterARollback() {
        transaction().executeWithoutResult(status -> {
            rename("new");
            assertThat(cache.get(1, this::read)).isEqualTo("new");
            status.setRollbackOnly();
        });

        assertThat(stored()).isNull();
    }

    @ParameterizedTest
    @MethodSource("changes")
    void whatATransactionLoadedIsNotStoredIfAnotherHasChangedItMeanwhile(BiConsumer<Cache, Object> change) {
        elsewhere.put("other", "value");
        transaction().executeWithoutResult(status -> {
            assertThat(elsewhere.get(1, this::read)).isEqualTo("old");
            byAnother(() -> transaction().execute(another -> {
                rename("new");
                change.accept(cache, 1);
                return true;
            }));
        });
        awaitClearing();

        assertThat(stored()).isNotEqualTo("old");
        assertThat(titleElsewhere()).isEqualTo("new");
    }

    @ParameterizedTest
    @MethodSource("evictions")
    void whatATransactionLoadedIsNotStoredWhileAnotherIsAboutToChangeIt(BiConsumer<Cache, Object> eviction) {
        transaction().executeWithoutResult(status -> {
            rename("new");
            eviction.accept(cache, 1);
            byAnother(() -> transaction().execute(another -> elsewhere.get(1, this::read)));
            assertThat(stored()).isNull();
        });
    }

    @Test
    void aTransactionOfItsOwnHasItsOwnChanges() {
        cache.put(1, "old");
        cache.put(2, "old");
        transaction().executeWithoutResult(outer -> {
            cache.put(1, "outer");
            ofItsOwn().executeWithoutResult(inner -> {
                assertThat(cache.get(1, String.class)).isEqualTo("old");
                cache.evict(2);
            });
            assertThat(cache.get(1, String.class)).isEqualTo("outer");
            assertThat(byAnother(() -> region.<String>get(2))).isNull();
            outer.setRollbackOnly();
        });

        assertThat(stored()).isEqualTo("old");
    }

    @Test
    void whatIsPutBeforeARollbackToASavepointIsEvictedInstead() {
        cache.put(1, "old");
        transaction()
                .executeWithoutResult(outer -> nested().executeWithoutResult(inner -> {
                    rename("never");
                    cache.put(1, "never");
                    inner.setRollbackOnly();
                }));

        assertThat(stored()).isNull();
        assertThat(titleElsewhere()).isEqualTo("old");
    }
}
