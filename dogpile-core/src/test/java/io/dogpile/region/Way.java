package io.dogpile.region;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/** The ways of asking for a value. None of them keeps the thread of the test. */
public enum Way {
    SINGLE {
        @Override
        String call(CacheRegion region, String key, Supplier<CompletableFuture<String>> creator, CallOptions options) {
            return region.getOrCreate(key, () -> await(creator), options);
        }
    },
    MULTI {
        @Override
        String call(CacheRegion region, String key, Supplier<CompletableFuture<String>> creator, CallOptions options) {
            Map<String, String> values =
                    region.getOrCreateMulti(List.of(key), (List<String> keys) -> Map.of(key, await(creator)), options);
            return values.get(key);
        }
    },
    ASYNC {
        @Override
        CompletableFuture<String> ask(
                CacheRegion region, String key, Supplier<CompletableFuture<String>> creator, CallOptions options) {
            return region.getOrCreateAsync(key, creator, options);
        }
    },
    ASYNC_MULTI {
        @Override
        CompletableFuture<String> ask(
                CacheRegion region, String key, Supplier<CompletableFuture<String>> creator, CallOptions options) {
            return region.getOrCreateMultiAsync(
                            List.of(key),
                            (List<String> keys) -> creator.get().thenApply(value -> Map.of(key, value)),
                            options)
                    .thenApply(values -> values.get(key));
        }
    };

    CompletableFuture<String> ask(
            CacheRegion region, String key, Supplier<CompletableFuture<String>> creator, CallOptions options) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        Thread caller = new Thread(
                () -> {
                    try {
                        answer.complete(call(region, key, creator, options));
                    } catch (Throwable failure) {
                        answer.completeExceptionally(failure);
                    }
                },
                "caller-" + this);
        caller.setDaemon(true);
        caller.start();
        return answer;
    }

    String call(CacheRegion region, String key, Supplier<CompletableFuture<String>> creator, CallOptions options) {
        throw new UnsupportedOperationException();
    }

    private static String await(Supplier<CompletableFuture<String>> creator) throws Exception {
        CompletionStage<String> made = creator.get();
        try {
            return made.toCompletableFuture().get();
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof Exception exception ? exception : failure;
        }
    }
}
