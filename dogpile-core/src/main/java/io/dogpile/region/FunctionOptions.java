package io.dogpile.region;

import org.jspecify.annotations.Nullable;

/**
 * How a function is cached.
 *
 * @param name the function's name, part of the keys; by convention {@code class:method}
 * @param namespace tells functions of the same name apart; null for none
 * @param call options of the calls
 * @param keyGenerator makes the keys; null for the region's
 */
public record FunctionOptions(
        String name,
        @Nullable String namespace,
        CallOptions call,
        @Nullable FunctionKeyGenerator keyGenerator) {

    /**
     * Options with just a name.
     *
     * @param name the function's name, by convention {@code class:method}
     * @return the options
     */
    public static FunctionOptions named(String name) {
        return new FunctionOptions(name, null, CallOptions.NONE, null);
    }

    /**
     * These options with a namespace.
     *
     * @param newNamespace tells functions of the same name apart
     * @return new options
     */
    public FunctionOptions inNamespace(String newNamespace) {
        return new FunctionOptions(name, newNamespace, call, keyGenerator);
    }

    /**
     * These options with call options.
     *
     * @param newCall options of the calls, such as another expiration time
     * @return new options
     */
    public FunctionOptions calling(CallOptions newCall) {
        return new FunctionOptions(name, namespace, newCall, keyGenerator);
    }

    /**
     * These options with a key generator.
     *
     * @param generator makes the keys
     * @return new options
     */
    public FunctionOptions keyedBy(FunctionKeyGenerator generator) {
        return new FunctionOptions(name, namespace, call, generator);
    }
}
