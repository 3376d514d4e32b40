package io.dogpile.codec;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.Test;

class JdkCodecEncodingTests {

    private final JdkCodec codec = new JdkCodec();

    @Test
    void whatCannotBeSerializedIsRefusedWithAdvice() {
        assertThatThrownBy(() -> codec.encode(List.of(new Object())))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("java.io.NotSerializableException: java.lang.Object")
                .hasMessageContaining("implement java.io.Serializable");
    }

    @Test
    void aValueThatFailsToWriteItselfIsRefused() {
        assertThatThrownBy(() -> codec.encode(new Failing()))
                .isInstanceOf(CodecException.class)
                .hasRootCauseMessage("can't write");
    }

    @Test
    void aProxyIsRefusedBothWays() throws Exception {
        Object proxy = Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Runnable.class}, new DoingNothing());
        byte[] foreign = serialized(proxy);

        assertThatThrownBy(() -> codec.encode(proxy))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining(", a proxy");
        assertThatThrownBy(() -> codec.decode(foreign))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("A proxy is not what this codec writes");
    }

    static final class DoingNothing implements InvocationHandler, Serializable {
        private static final long serialVersionUID = 1L;

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) {
            return null;
        }
    }

    static final class Failing implements Serializable {
        private static final long serialVersionUID = 1L;

        private void writeObject(ObjectOutputStream out) {
            throw new IllegalStateException("can't write");
        }
    }

    private static byte[] serialized(Object value) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        return bytes.toByteArray();
    }
}
