package io.dogpile.codec;

import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

/**
 * Plain JSON, as other languages read it: nothing in it is of this library. What Java must know beyond JSON is in the
 * type string.
 *
 * <p>The type to read is, in this order, what the reader wants, made more exact by what was written; what was written;
 * or what JSON tells: {@code Map}, {@code List}, {@code String}, {@code Long} ({@code BigInteger} where it is too long),
 * {@code Double}, {@code Boolean}, null. Of the classes that a type string names, each is on the {@link TypeAllowList} or the
 * entry is refused, before any of them is loaded. Classes that the reader or a class of the application declares are
 * taken for granted.
 *
 * <p><b>A class that has changed.</b> An entry that this library wrote must fit its class exactly: unknown properties,
 * missing record components or constructor parameters, and null for primitives are refused. Ignoring them would give
 * half a value, such as a renamed property that is null; a cache can always get a whole one. For this, null and default
 * values are always written, whatever {@code @JsonInclude} says. {@code @JsonIgnoreProperties(ignoreUnknown = true)} lets
 * a class be read with properties that it does not know. Entries without a type come from elsewhere, and may have
 * properties that their reader does not care for.
 *
 * <p>These are read back as another class that equals them: immutable and other special lists, sets and maps, as the
 * common ones. A sorted set or map is read in natural order. Maps whose keys are of several classes are refused, and so is
 * what would have two properties of one name.
 */
public final class JsonCodec implements Codec {

    private final JsonMapper mapper;
    private final JsonReadings readings;
    private final ValueTypes valueTypes;
    private final JavaType anything;

    /**
     * Creates a codec with Jackson's defaults, and the thread's present context class loader.
     *
     * @param allowed the classes that type strings may name
     */
    public JsonCodec(TypeAllowList allowed) {
        this(JsonMapper.builder().build(), allowed, Loaders.current());
    }

    /**
     * Creates a codec.
     *
     * @param mapper where modules, mix-ins, naming strategies and the like come from; it stays as it is. Features on
     *     which a faithful copy depends are set in a copy of it, and its default typing is replaced
     * @param allowed the classes that type strings may name
     * @param loader where to find them
     */
    public JsonCodec(JsonMapper mapper, TypeAllowList allowed, ClassLoader loader) {
        this.mapper = CacheJson.adapt(mapper, allowed, loader);
        JsonTypes types = new JsonTypes(this.mapper.getTypeFactory(), allowed, loader);
        this.readings = new JsonReadings(this.mapper, types);
        this.valueTypes = new ValueTypes(types);
        this.anything = this.mapper.constructType(Object.class);
    }

    @Override
    public Encoded encode(@Nullable Object value) {
        try {
            if (value == null) {
                return new Encoded(mapper.writeValueAsBytes(null), null);
            }
            TypeRecorder recorder = new TypeRecorder(valueTypes, value, anything);
            byte[] bytes =
                    mapper.writer().withAttribute(TypeRecorder.class, recorder).writeValueAsBytes(value);
            return new Encoded(bytes, recorder.typeString());
        } catch (RuntimeException | LinkageError | StackOverflowError failure) {
            throw codecException(
                    "A value" + (value == null ? "" : " of " + value.getClass()) + " can't be cached as JSON", failure);
        }
    }

    @Override
    public @Nullable Object decode(byte[] bytes, Type wanted, @Nullable String type) {
        return decode(bytes, 0, bytes.length, wanted, type);
    }

    @Override
    public @Nullable Object decode(byte[] bytes, int offset, int length, Type wanted, @Nullable String type) {
        try {
            return readings.of(wanted, type).read(bytes, offset, length);
        } catch (RuntimeException | LinkageError | StackOverflowError failure) {
            throw codecException("JSON can't be read back", failure);
        }
    }

    private static CodecException codecException(String what, Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof CodecException refused) {
                return refused;
            }
        }
        return new CodecException(what + ": " + failure, failure);
    }
}
