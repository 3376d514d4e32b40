package io.dogpile.region;

import io.dogpile.region.KeyEvent.Change;
import io.dogpile.region.KeyEvent.Creation;
import io.dogpile.region.KeyEvent.Creation.Ending;
import io.dogpile.region.KeyEvent.What;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The last events of one key. What happens again, while the value stays what it was, is counted instead of added. */
final class KeyRing {

    static final int CAPACITY = 16;

    /** The oldest first. */
    private final List<Noted> events = new ArrayList<>(2);

    /** What the last look found, which is why a creation that follows was begun. */
    private KeyHistories.@Nullable Found found;

    /** An event, and its place among all events of the region. */
    record Noted(long number, KeyEvent event) {}

    void add(long number, KeyEvent event) {
        int same = indexOfSame(event.what());
        events.add(
                new Noted(number, same < 0 ? event : events.remove(same).event.and(event)));
        if (events.size() > CAPACITY) {
            events.remove(0);
        }
    }

    private int indexOfSame(What what) {
        if (isNewValue(what)) {
            return -1;
        }
        for (int i = events.size() - 1; i >= 0; i--) {
            What earlier = events.get(i).event.what();
            if (earlier.equals(what)) {
                return i;
            }
            if (isNewValue(earlier) || earlier instanceof Change) {
                return -1;
            }
        }
        return -1;
    }

    /** Each of these is of interest, for who made it and how long that took. */
    private static boolean isNewValue(What what) {
        return what instanceof Creation creation && creation.ending() != Ending.FAILED;
    }

    /** Says what became of the thread's last creation. False if there is none whose ending is open. */
    boolean end(String thread, Ending ending) {
        for (int i = events.size() - 1; i >= 0; i--) {
            Noted noted = events.get(i);
            if (noted.event.what() instanceof Creation creation
                    && creation.ending() == Ending.RETURNED
                    && thread.equals(noted.event.thread())) {
                events.set(i, new Noted(noted.number, noted.event.with(creation.ended(ending))));
                return true;
            }
        }
        return false;
    }

    boolean hasFailure(String failure) {
        return events.stream()
                .anyMatch(
                        noted -> noted.event.what() instanceof Creation creation && failure.equals(creation.failure()));
    }

    void find(KeyHistories.Found what) {
        found = what;
    }

    KeyHistories.@Nullable Found found() {
        return found;
    }

    List<Noted> events() {
        return events;
    }
}
