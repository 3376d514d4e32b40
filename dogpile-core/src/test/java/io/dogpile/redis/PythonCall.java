package io.dogpile.redis;

import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;

/** What a Python process was asked, and how far it is with it. */
final class PythonCall {

    private final CompletableFuture<Void> asking = new CompletableFuture<>();
    private final CompletableFuture<Void> creating = new CompletableFuture<>();
    private final CompletableFuture<JsonNode> answer = new CompletableFuture<>();

    void hear(JsonNode line) {
        if (line.has("event")) {
            (line.get("event").stringValue().equals("asking") ? asking : creating).complete(null);
        } else {
            answer.complete(line);
        }
    }

    void end() {
        AssertionError died = new AssertionError("the Python process has ended");
        asking.completeExceptionally(died);
        creating.completeExceptionally(died);
        answer.completeExceptionally(died);
    }

    /** Waits until it is about to call {@code get_or_create}. */
    PythonCall awaitAsking() {
        asking.join();
        return this;
    }

    /** Waits until its creator runs. */
    PythonCall awaitCreating() {
        creating.join();
        return this;
    }

    boolean hasCreated() {
        return creating.isDone() && !creating.isCompletedExceptionally();
    }

    boolean isDone() {
        return answer.isDone();
    }

    /** What it returned. */
    JsonNode value() {
        JsonNode line = answer.join();
        if (!line.has("value")) {
            throw new AssertionError("Python has no value: " + line);
        }
        return line.get("value");
    }

    boolean isMissing() {
        return answer.join().has("missing");
    }

    /** What it raised. */
    String error() {
        JsonNode line = answer.join();
        if (!line.has("error")) {
            throw new AssertionError("Python did not fail: " + line);
        }
        return line.get("error").stringValue();
    }
}
