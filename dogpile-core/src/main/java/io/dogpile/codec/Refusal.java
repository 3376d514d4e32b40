package io.dogpile.codec;

import org.jspecify.annotations.Nullable;

/** The exceptions that tell users what to change. */
final class Refusal {

    private Refusal() {}

    static CodecException notA(String serializer, String type, @Nullable Object value) {
        return new CodecException(
                "The serializer '" + serializer + "' takes values of type " + type + ", not "
                        + (value == null ? "null" : value.getClass().getName())
                        + "; choose another one in arguments.serializer",
                null);
    }

    static CodecException notAllowed(String className) {
        return new CodecException(
                "Class " + className + " is not allowed in cached bytes. If it is yours, add it or its package to"
                        + " arguments.allowed-types",
                null);
    }
}
