package io.dogpile.lock;

/** Shows to tests of other packages what a lock keeps for creations and those who wait for them. */
public final class LockInside {

    private LockInside() {}

    /**
     * Flights, callers who wait without a thread, creators who have their turn, and those who wait for it.
     *
     * @param lock the lock
     * @return empty text if there is none of these
     */
    public static String kept(DogpileLock lock) {
        return count(lock.flightCount(), "flights")
                + count(lock.waitingWithoutThread(), "without a thread")
                + count(lock.turns.taken(), "turns taken")
                + count(lock.turns.waiting(), "in line");
    }

    private static String count(int number, String what) {
        return number == 0 ? "" : number + " " + what + " ";
    }
}
