package io.dogpile.redis;

/**
 * What must happen in one step. KEYS are the value's key, the lock's, the marker's, the fences' and the stamp's.
 *
 * <p>A <i>marker</i> holds the token of a creation that was voided by a {@code set} or {@code delete}: the lock itself
 * stays, because a Python holder raises when its lock is gone, and because two creators must not run at once.
 *
 * <p>The <i>fences</i> are a sorted set of tokens, each with the time in milliseconds until which it counts.
 *
 * <p>The <i>stamp</i> is a number that a key gets when somebody begins to watch it, and loses when it is changed.
 */
final class Scripts {

    /** Keeps the marker at least as long as the lock that it voids. */
    private static final String VOID_CREATION = """
            local token = redis.call('GET', KEYS[2])
            if token then
              local ttl = redis.call('PTTL', KEYS[2])
              redis.call('SET', KEYS[3], token, 'PX', math.max(ttl, tonumber(ARGV[1])))
            end
            redis.call('DEL', KEYS[5])
            """;

    /** Does nothing, to see whether scripts may be run. */
    static final RedisScript NOTHING = RedisScript.of("return 1");

    /**
     * Sets an entry. First of ARGV: the marker's least TTL. Answers 1; -3 if outdated. Also then the creation is voided
     * and the stamp goes: whoever began before somebody said that the data has changed may have read what is older than
     * both, and what is there now may be gone when it stores.
     */
    static final WriteScripts SET = WriteScripts.after(VOID_CREATION);

    /** ARGV: the marker's least TTL. Answers how many entries there were. */
    static final RedisScript DELETE = RedisScript.of(VOID_CREATION + "return redis.call('DEL', KEYS[1])");

    private static final String NOW = """
            local time = redis.call('TIME')
            local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
            """;

    private static final String UNLESS_FENCED = NOW + """
            if redis.call('ZCOUNT', KEYS[4], now, '+inf') > 0 then return -2 end
            """;

    private static final String IF_STILL_OWNER = """
            if redis.call('GET', KEYS[2]) ~= ARGV[1] then return 0 end
            if redis.call('GET', KEYS[3]) == ARGV[1] then return -1 end
            """ + UNLESS_FENCED;

    /** The first of ARGV is the token, {@code last} the channel. Those who wait know the lock by its key. */
    private static final String GIVE_BACK = """
            redis.call('DEL', KEYS[2])
            if redis.call('GET', KEYS[3]) == ARGV[1] then redis.call('DEL', KEYS[3]) end
            redis.call('PUBLISH', last, KEYS[2])
            """;

    /**
     * Stores what was created, and gives the lock back. First of ARGV: the token, last: the channel. Answers 1; 0 if the
     * lock is another's or gone, -1 if voided, -2 if fenced, -3 if outdated, which voids nobody's creation.
     */
    static final WriteScripts STORE = WriteScripts.after(IF_STILL_OWNER).andThen(GIVE_BACK);

    /** ARGV: the fence's token, the lease in milliseconds. Answers 1. */
    static final RedisScript FENCE = RedisScript.of(NOW + """
            redis.call('ZADD', KEYS[4], now + tonumber(ARGV[2]), ARGV[1])
            redis.call('PEXPIRE', KEYS[4], math.max(redis.call('PTTL', KEYS[4]), tonumber(ARGV[2])))
            return 1
            """);

    /** ARGV: the fence's token. Answers 1 if it stood, else 0. */
    static final RedisScript UNFENCE = RedisScript.of("return redis.call('ZREM', KEYS[4], ARGV[1])");

    /** ARGV: the stamp that the key gets if it has none, how long it keeps it in milliseconds. Answers its stamp. */
    static final RedisScript WATCH = RedisScript.of("""
            local stamp = redis.call('GET', KEYS[5]) or ARGV[1]
            redis.call('SET', KEYS[5], stamp, 'PX', ARGV[2])
            return tonumber(stamp)
            """);

    private static final String IF_UNCHANGED =
            "if redis.call('GET', KEYS[5]) ~= ARGV[1] then return 0 end\n" + UNLESS_FENCED;

    /** Stores what was watched for. First of ARGV: the stamp. Answers 1; 0 if the key was changed, -2 and -3 as above. */
    static final WriteScripts STORE_WATCHED = WriteScripts.after(IF_UNCHANGED);

    /** ARGV: the token, the lease in milliseconds. Answers 1 while the lock is ours, else 0. */
    static final RedisScript RENEW = RedisScript.of("""
            if redis.call('GET', KEYS[2]) ~= ARGV[1] then return 0 end
            redis.call('PEXPIRE', KEYS[2], ARGV[2])
            redis.call('PEXPIRE', KEYS[3], ARGV[2])
            return 1
            """);

    /** ARGV: the token, the channel. Answers 1 if the lock was ours, else 0. */
    static final RedisScript RELEASE = RedisScript.of("""
            if redis.call('GET', KEYS[2]) ~= ARGV[1] then return 0 end
            local last = ARGV[2]
            """ + GIVE_BACK + "return 1");

    /**
     * KEYS: the region's invalidation. ARGV: hard or soft, the channel, the time in microseconds or 0 for the
     * server's. Answers the new cut-off, after both cut-offs so far.
     */
    static final RedisScript INVALIDATE = RedisScript.of("""
            local stored = redis.call('GET', KEYS[1]) or '0:0'
            local hard, soft = string.match(stored, '^(%d+):(%d+)$')
            hard = tonumber(hard or '0')
            soft = tonumber(soft or '0')
            local now = tonumber(ARGV[3])
            if now == 0 then
              local time = redis.call('TIME')
              now = tonumber(time[1]) * 1000000 + tonumber(time[2])
            end
            local cutoff = math.max(now, hard + 1, soft + 1)
            if ARGV[1] == 'hard' then hard = cutoff else soft = cutoff end
            local both = string.format('%.0f:%.0f', hard, soft)
            redis.call('SET', KEYS[1], both)
            redis.call('PUBLISH', ARGV[2], both)
            return cutoff
            """);

    /** KEYS: any key of the node whose clock is wanted. Answers its time in microseconds. */
    static final RedisScript TIME = RedisScript.of("""
            local time = redis.call('TIME')
            return tonumber(time[1]) * 1000000 + tonumber(time[2])
            """);

    private Scripts() {}
}
