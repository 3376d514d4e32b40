package io.dogpile.redis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A Python process with a region of dogpile.cache's, which {@code python-process.py} makes. The system property {@code
 * tests.python} names an interpreter that has {@code dogpile.cache} and {@code redis}.
 */
final class PythonProcess implements AutoCloseable {

    static final JsonMapper JSON = JsonMapper.builder().build();

    private final Process process;
    private final Writer requests;
    private final AtomicInteger numbers = new AtomicInteger();
    private final Map<Integer, PythonCall> calls = new ConcurrentHashMap<>();

    /**
     * Starts one.
     *
     * @param expirationTime in seconds
     * @param arguments the backend's, beside the server
     */
    PythonProcess(TestRedis server, String prefix, int expirationTime, Map<String, ?> arguments) {
        Map<String, Object> all = new HashMap<>(Map.of(
                "port", server.port(), "distributed_lock", true, "thread_local_lock", false, "lock_sleep", 0.02));
        all.putAll(arguments);
        String settings =
                JSON.writeValueAsString(Map.of("prefix", prefix, "expiration_time", expirationTime, "arguments", all));
        try {
            ProcessBuilder builder = new ProcessBuilder(System.getProperty("tests.python"), script(), settings)
                    .redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment().put("PYTHONIOENCODING", "utf-8");
            process = builder.start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        requests = process.outputWriter(StandardCharsets.UTF_8);
        Thread reader = new Thread(this::read, "python");
        reader.setDaemon(true);
        reader.start();
    }

    private static String script() {
        try {
            return Path.of(PythonProcess.class.getResource("python-process.py").toURI())
                    .toString();
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode answer = JSON.readTree(line);
                calls.get(answer.get("id").intValue()).hear(answer);
            }
        } catch (IOException closed) {
            // as good as the end of its output
        }
        calls.values().forEach(PythonCall::end);
    }

    PythonCall getOrCreate(String key, Object value) {
        return call("get_or_create", Map.of("key", key, "value", value, "gated", false, "failing", false));
    }

    /** Its creator waits for {@link #open}. */
    PythonCall getOrCreateGated(String key, Object value) {
        return call("get_or_create", Map.of("key", key, "value", value, "gated", true, "failing", false));
    }

    /** Its creator waits for {@link #open}, then fails. */
    PythonCall getOrCreateFailing(String key) {
        return call("get_or_create", Map.of("key", key, "gated", true, "failing", true));
    }

    void open(String key) {
        call("open", Map.of("key", key)).value();
    }

    PythonCall get(String key) {
        return call("get", Map.of("key", key));
    }

    void set(String key, Object value) {
        Map<String, Object> request = new HashMap<>();
        request.put("key", key);
        request.put("value", value);
        call("set", request).value();
    }

    void delete(String key) {
        call("delete", Map.of("key", key)).value();
    }

    void invalidate() {
        call("invalidate", Map.of()).value();
    }

    synchronized PythonCall call(String verb, Map<String, ?> what) {
        int number = numbers.incrementAndGet();
        Map<String, Object> request = new HashMap<>(what);
        request.put("id", number);
        request.put("verb", verb);
        PythonCall call = new PythonCall();
        calls.put(number, call);
        try {
            requests.write(JSON.writeValueAsString(request) + "\n");
            requests.flush();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return call;
    }

    /** As with {@code kill -9}. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
