package io.dogpile.codec;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Java serialization, for bytes that never leave this process. It reads no class that it has not written itself
 * (P9): each class it writes is noted, and all others are refused when their name is read, before there is an object
 * of them. An {@link java.io.ObjectInputFilter} could not do that: it is also asked for what an object turns itself
 * into once it is read, such as the list of {@code List.of}, which was never written under its own name. Memory grows
 * with the number of classes, not of values.
 */
public final class JdkCodec implements Codec {

    private final Map<String, ClassLoader> written = new ConcurrentHashMap<>();
    private final Set<Class<?>> classes = ConcurrentHashMap.newKeySet();

    /** Creates a codec that has not written anything yet. */
    public JdkCodec() {}

    @Override
    public byte[] encode(@Nullable Object value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new NotingStream(bytes)) {
            out.writeObject(value);
        } catch (IOException | RuntimeException failure) {
            throw new CodecException(
                    "A value" + (value == null ? "" : " of " + value.getClass())
                            + " can't be serialized: " + failure
                            + ". Make its class and those of its fields implement java.io.Serializable, or use"
                            + " dogpile.cache.memory, which keeps values as they are.",
                    failure);
        }
        return bytes.toByteArray();
    }

    @Override
    public @Nullable Object decode(byte[] bytes) {
        try (ObjectInputStream in = new ResolvingStream(bytes)) {
            return in.readObject();
        } catch (IOException | ClassNotFoundException | RuntimeException failure) {
            throw new CodecException("Bytes can't be read back: " + failure, failure);
        }
    }

    private static Class<?> elementOf(Class<?> type) {
        return type.isArray() ? elementOf(type.getComponentType()) : type;
    }

    private void note(Class<?> type) {
        Class<?> element = elementOf(type);
        classes.add(element);
        ClassLoader loader = element.getClassLoader();
        if (loader != null) {
            written.put(element.getName(), loader);
        }
    }

    private final class NotingStream extends ObjectOutputStream {

        NotingStream(OutputStream out) throws IOException {
            super(out);
        }

        @Override
        protected void annotateClass(Class<?> type) {
            for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
                note(each);
            }
        }

        @Override
        protected void annotateProxyClass(Class<?> type) throws IOException {
            throw new NotSerializableException(type.getName() + ", a proxy");
        }
    }

    /** Finds classes by the loader that they were written with, whatever the reading thread's is. */
    private final class ResolvingStream extends ObjectInputStream {

        ResolvingStream(byte[] bytes) throws IOException {
            super(new ByteArrayInputStream(bytes));
        }

        @Override
        protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
            String name = description.getName().replaceFirst("^\\[+L(.*);$", "$1");
            ClassLoader loader = written.get(name);
            Class<?> type = loader == null
                    ? super.resolveClass(description)
                    : Class.forName(description.getName(), false, loader);
            Class<?> element = elementOf(type);
            if (!element.isPrimitive() && !classes.contains(element)) {
                throw new InvalidClassException(description.getName(), "not a class that this codec has written");
            }
            return type;
        }

        @Override
        protected Class<?> resolveProxyClass(String[] interfaces) throws IOException {
            throw new InvalidClassException("A proxy is not what this codec writes");
        }
    }
}
