package io.dogpile.redis;

/**
 * The scripts that write an entry under one condition, or remove it because its successor may not be stored. KEYS are
 * those of {@link Scripts}. ARGV: what the condition needs; for a write the entry and its TTL or 0; where the order of
 * data versions counts, last the new entry's version and the time, in microseconds, at which older entries were
 * invalidated. Answers 1 if done, -3 if what is there has a greater version, or what the condition answers.
 *
 * @param write writes
 * @param remove removes
 * @param writeInOrder writes, unless that is outdated
 * @param removeInOrder removes, unless that is outdated
 */
record WriteScripts(RedisScript write, RedisScript remove, RedisScript writeInOrder, RedisScript removeInOrder) {

    private static final String WRITE = """
            if ARGV[3] == '0' then redis.call('SET', KEYS[1], ARGV[2])
            else redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3]) end
            return 1
            """;

    private static final String REMOVE = "redis.call('DEL', KEYS[1]) return 1";

    /**
     * Reads the metadata of what is there, member by member, so that a member's name in a string is not taken for it.
     * Versions are compared as text, because Lua's numbers are exact up to 2^53 only. What readers would not accept, or
     * has another type of Redis', has no version. The beginning of an entry is enough unless its metadata are long.
     */
    private static final String UNLESS_OUTDATED = """
            local function smaller(a, b) return #a < #b or (#a == #b and a < b) end
            local function micros(seconds) return math.floor((tonumber(seconds or '') or 0) * 1000000 + 0.5) end
            local function isOutdated(version, cutoff)
              local head = redis.pcall('GETRANGE', KEYS[1], 0, 1023)
              if type(head) == 'table' then
                if string.find(head.err, 'WRONGTYPE', 1, true) then return false end
                error('GETRANGE: ' .. head.err)
              end
              if not string.find(head, '|', 1, true) then head = redis.call('GET', KEYS[1]) or '' end
              head = string.gsub(string.match(head, '^[^|]*'), '\\\\.', '??')
              local present = {}
              local at = string.match(head, '^%s*{()')
              while at do
                local name, value = string.match(head, '^%s*"([^"]*)"%s*:%s*()', at)
                if not name then break end
                present[name] = string.match(head, '^[^",}%s]+', value)
                at = string.match(head, '^"[^"]*"%s*,()', value) or string.match(head, '^[^",}]+,()', value)
              end
              local n = string.match(present.n or '', '^0*(%d+)$')
              if not n or present.v ~= '2' or smaller('9223372036854775807', n) then return false end
              return smaller(version, n) and micros(present.ct) - micros(present.d) > tonumber(cutoff)
            end
            if isOutdated(ARGV[#ARGV - 1], ARGV[#ARGV]) then return -3 end
            """;

    /** Lua that returns where nothing is to be written. */
    static WriteScripts after(String condition) {
        return new WriteScripts(
                RedisScript.of(condition + WRITE),
                RedisScript.of(condition + REMOVE),
                RedisScript.of(condition + UNLESS_OUTDATED + WRITE),
                RedisScript.of(condition + UNLESS_OUTDATED + REMOVE));
    }

    /** The same, and then something else where the answer is not 0. What that needs is the last of ARGV. */
    WriteScripts andThen(String lua) {
        return new WriteScripts(
                followed(write, lua), followed(remove, lua), followed(writeInOrder, lua), followed(removeInOrder, lua));
    }

    private static RedisScript followed(RedisScript script, String lua) {
        return RedisScript.of("local last = table.remove(ARGV)\nlocal function first()\n" + script.lua()
                + "\nend\nlocal answer = first()\nif answer ~= 0 then\n" + lua + "end\nreturn answer");
    }

    RedisScript script(boolean writes, boolean inOrder) {
        if (inOrder) {
            return writes ? writeInOrder : removeInOrder;
        }
        return writes ? write : remove;
    }
}
