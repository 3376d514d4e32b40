package io.dogpile.region;

import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Makes the key of a call of a cached function. Thread-safe. Counterpart of dogpile.cache's
 * {@code function_key_generator}.
 */
@FunctionalInterface
public interface FunctionKeyGenerator {

    /**
     * Makes a key.
     *
     * @param namespace tells functions of the same name apart; null for none
     * @param function the function's name, by convention {@code class:method}
     * @param arguments what it is called with
     * @return the key
     */
    Object generate(@Nullable String namespace, String function, List<? extends @Nullable Object> arguments);

    /**
     * Keys of dogpile.cache's form, {@code function|arg arg} or {@code function|namespace|arg arg}. Arguments are
     * separated by a space; a space or backslash inside an argument is escaped by a backslash when there are several,
     * so that different arguments never give the same key. Null is {@code \0}.
     *
     * @return the default generator
     */
    static FunctionKeyGenerator dogpile() {
        return (namespace, function, arguments) -> {
            StringJoiner joiner =
                    new StringJoiner(" ", function + "|" + (namespace == null ? "" : namespace + "|"), "");
            for (Object argument : arguments) {
                if (argument == null) {
                    joiner.add("\\0");
                } else {
                    String text = KeyText.of(argument);
                    joiner.add(
                            arguments.size() == 1
                                    ? text
                                    : text.replace("\\", "\\\\").replace(" ", "\\ "));
                }
            }
            return joiner.toString();
        };
    }
}
