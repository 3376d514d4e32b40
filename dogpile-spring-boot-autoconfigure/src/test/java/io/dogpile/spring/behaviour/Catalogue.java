package io.dogpile.spring.behaviour;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A method for each shape of annotation. */
public interface Catalogue {

    Item find(@Nullable String title);

    @Nullable
    Item findNothing(String title);

    Item findSync(String title);

    @Nullable
    Item findNothingSync(String title);

    Item findIfThree(int number);

    Item findIfThreeSync(int number);

    long unlessOverTen(long number);

    Item byFirst(String first, String second);

    Item byAll(String... titles);

    Item byMethodName(String title);

    Item byRoot(String title);

    Item byOwnGenerator(String title);

    Item byUnknownGenerator(String title);

    Item inOtherManager(String title);

    Item inUnknownManager(String title);

    Item checked(String message) throws IOException;

    Item checkedSync(String message) throws IOException;

    Item unchecked(String message);

    Item uncheckedSync(String message);

    void evict(String title);

    void evictAndFail(String title);

    void evictFirstAndFail(String title);

    void evictAll(String title);

    void evictAllFirstAndFail(String title);

    Item update(String title);

    Item updateIfThree(int number);

    Item updateUnderItsCopy(String title);

    Item inBoth(String title);

    void evictFromBoth(String title);

    Item updateBoth(String title);

    Item findHereAndEvictThere(String title);

    Item findHereAndEvictThereIfThree(int number);

    /** How often methods were really called. */
    AtomicInteger calls();
}
