package io.dogpile.codec;

import java.lang.reflect.Type;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * How values of a type are read. Jackson's configured reader takes longer to make than a small value takes to be read,
 * so it is kept. Thread-safe.
 */
final class JsonReadings {

    private final JsonMapper mapper;
    private final JsonTypes types;
    private final Map<Kind, Reading> known = new ConcurrentHashMap<>();

    /** The one that was made last: in most regions the only one. */
    private volatile @Nullable Reading last;

    /** All that a reading depends on: what the reader wants, and the type that was written. */
    private record Kind(Type wanted, @Nullable String written) {}

    /** A reader, and what null in the JSON stands for. */
    record Reading(Kind kind, ObjectReader reader, @Nullable Object ofNull) {

        private boolean is(Type wanted, @Nullable String written) {
            return kind.wanted.equals(wanted) && Objects.equals(kind.written, written);
        }

        @Nullable
        Object read(byte[] bytes, int offset, int length) {
            return isNull(bytes, offset, length) ? ofNull : reader.readValue(bytes, offset, length);
        }

        private static boolean isNull(byte[] bytes, int offset, int length) {
            return length == 4
                    && bytes[offset] == 'n'
                    && bytes[offset + 1] == 'u'
                    && bytes[offset + 2] == 'l'
                    && bytes[offset + 3] == 'l';
        }
    }

    JsonReadings(JsonMapper mapper, JsonTypes types) {
        this.mapper = mapper;
        this.types = types;
    }

    Reading of(Type wanted, @Nullable String written) {
        Reading reading = last;
        if (reading != null && reading.is(wanted, written)) {
            return reading;
        }
        Kind kind = new Kind(wanted, written);
        reading = known.get(kind);
        if (reading == null) {
            reading = reading(kind);
            if (written == null || written.length() <= JsonTypes.MAXIMUM_REMEMBERED) {
                JsonTypes.remember(known, kind, reading);
                last = reading;
            }
        }
        return reading;
    }

    private Reading reading(Kind kind) {
        String type = kind.written;
        JavaType declared = mapper.constructType(kind.wanted);
        TypeFinder finder = new TypeFinder(types, type == null ? null : types.parse(type));
        TypeName written = finder.root() == null ? null : finder.root().type();
        ObjectReader reader = mapper.reader()
                .withAttribute(TypeFinder.class, finder)
                .forType(written == null ? declared : finder.choose(declared, written, false));
        reader = type == null
                ? reader.without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                        .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                : reader.with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES); // without duplicates when written
        return new Reading(kind, reader, written == null ? null : written.ofNull());
    }
}
