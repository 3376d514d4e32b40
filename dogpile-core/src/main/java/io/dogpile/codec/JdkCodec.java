package io.dogpile.codec;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputFilter.Status;
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
 * (P9): each class it writes is noted, and an {@link ObjectInputFilter} refuses all others. Memory grows with the
 * number of classes, not of values.
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
        } catch (IOException failure) {
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
            in.setObjectInputFilter(this::check);
            return in.readObject();
        } catch (IOException | ClassNotFoundException | RuntimeException failure) {
            throw new CodecException("Bytes can't be read back: " + failure, failure);
        }
    }

    private Status check(ObjectInputFilter.FilterInfo info) {
        Class<?> type = info.serialClass();
        if (type == null || type.isArray()) {
            return Status.UNDECIDED; // of an array, each element is checked for itself
        }
        return type.isPrimitive() || classes.contains(type) ? Status.ALLOWED : Status.REJECTED;
    }

    private void note(Class<?> type) {
        Class<?> element = type;
        while (element.isArray()) {
            element = element.getComponentType();
        }
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
            return loader == null
                    ? super.resolveClass(description)
                    : Class.forName(description.getName(), false, loader);
        }
    }
}
