package io.dogpile.codec;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Which classes {@link JdkCodec} writes and reads. */
interface ClassPolicy {

    /** Told of each class that is written. */
    void onWrite(Class<?> element);

    /** The class of that name, which is no array, if it may be read; asked before it is loaded. */
    Class<?> load(String name) throws ClassNotFoundException;

    /** Whether an object may be of that class, which no bytes named but the code of a class that they did name. */
    boolean mayResult(Class<?> element);

    /** Those on a list, whoever wrote them. */
    static ClassPolicy listed(TypeAllowList allowed, ClassLoader loader) {
        return new ClassPolicy() {
            @Override
            public void onWrite(Class<?> element) {
                requireAllowed(element.getName());
            }

            @Override
            public Class<?> load(String name) throws ClassNotFoundException {
                requireAllowed(name);
                return Class.forName(name, false, loader);
            }

            @Override
            public boolean mayResult(Class<?> element) {
                return allowed.allows(element.getName());
            }

            private void requireAllowed(String name) {
                if (!allowed.allows(name)) {
                    throw Refusal.notAllowed(name);
                }
            }
        };
    }

    /** Those that were written, as they were then. Memory grows with the number of classes, not of values. */
    static ClassPolicy written() {
        Map<String, Class<?>> classes = new ConcurrentHashMap<>();
        return new ClassPolicy() {
            @Override
            public void onWrite(Class<?> element) {
                classes.put(element.getName(), element);
            }

            @Override
            public Class<?> load(String name) {
                Class<?> known = classes.get(name);
                if (known == null) {
                    throw new CodecException(name + " is not a class that this codec has written", null);
                }
                return known;
            }

            @Override
            public boolean mayResult(Class<?> element) {
                return true;
            }
        };
    }
}
