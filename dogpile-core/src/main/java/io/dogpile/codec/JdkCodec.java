package io.dogpile.codec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * Java serialization. Names of classes are judged before anything is loaded (P9), and an {@link java.io.ObjectInputFilter}
 * bounds depth, references and arrays. It protects from code that runs while bytes are read; it can't protect from bytes
 * made to take long, so let nobody write to the store who might want that.
 *
 * <p><b>A class that has changed.</b> Objects of a class that has other fields now are refused, even where its {@code
 * serialVersionUID} is the same: what is missing would be null or zero.
 */
public final class JdkCodec implements Codec {

    private final ClassPolicy policy;

    private JdkCodec(ClassPolicy policy) {
        this.policy = policy;
    }

    /**
     * For bytes that never leave this process: reads no class that it has not written itself.
     *
     * @return a codec that has not written anything yet
     */
    public static JdkCodec ownClassesOnly() {
        return new JdkCodec(ClassPolicy.written());
    }

    /**
     * For bytes that others may have written.
     *
     * @param allowed the classes that may be written and read; superclasses count, too
     * @param loader where to find them
     * @return a codec
     */
    public static JdkCodec allowing(TypeAllowList allowed, ClassLoader loader) {
        return new JdkCodec(ClassPolicy.listed(allowed, loader));
    }

    /**
     * For bytes that others may have written, with classes found by the thread's present context class loader.
     *
     * @param allowed the classes that may be written and read; superclasses count, too
     * @return a codec
     */
    public static JdkCodec allowing(TypeAllowList allowed) {
        return allowing(allowed, Loaders.current());
    }

    @Override
    public Encoded encode(@Nullable Object value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new CheckedOutput(bytes)) {
            out.writeObject(value);
        } catch (CodecException refused) {
            throw refused;
        } catch (IOException | RuntimeException | StackOverflowError failure) {
            throw new CodecException(
                    "A value" + (value == null ? "" : " of " + value.getClass())
                            + " can't be serialized: " + failure
                            + ". Make its class and those of its fields implement java.io.Serializable, or choose"
                            + " another serializer, or dogpile.cache.memory, which keeps values as they are.",
                    failure);
        }
        return new Encoded(bytes.toByteArray(), null);
    }

    @Override
    public @Nullable Object decode(byte[] bytes, Type wanted, @Nullable String type) {
        return decode(bytes, 0, bytes.length, wanted, type);
    }

    @Override
    public @Nullable Object decode(byte[] bytes, int offset, int length, Type wanted, @Nullable String type) {
        Object value;
        try (CheckedInput in = new CheckedInput(bytes, offset, length, policy)) {
            value = in.readObject();
            if (in.read() >= 0) {
                throw new CodecException("There are bytes after the end of the value", null);
            }
        } catch (CodecException refused) {
            throw refused;
        } catch (IOException | ClassNotFoundException | RuntimeException | LinkageError | StackOverflowError failure) {
            throw new CodecException("Bytes can't be read back: " + failure, failure);
        }
        return Wanted.check(value, wanted);
    }

    private final class CheckedOutput extends ObjectOutputStream {

        CheckedOutput(OutputStream out) throws IOException {
            super(out);
        }

        @Override
        protected void annotateClass(Class<?> type) {
            Class<?> element = type;
            while (element.isArray()) {
                element = element.getComponentType();
            }
            if (!element.isPrimitive()) {
                policy.onWrite(element);
            }
        }

        @Override
        protected void annotateProxyClass(Class<?> type) {
            throw new CodecException(type.getName() + ", a proxy, can't be cached as bytes", null);
        }
    }
}
