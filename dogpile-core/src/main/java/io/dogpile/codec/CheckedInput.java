package io.dogpile.codec;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputFilter.Status;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads only classes that a policy knows, which is asked before they are loaded. */
final class CheckedInput extends ObjectInputStream {

    private static final int MAXIMUM_DEPTH = 500;
    private static final int SMALL_ARRAY = 1024;

    private final ClassPolicy policy;
    private final long maximumLength;

    CheckedInput(byte[] bytes, int offset, int length, ClassPolicy policy) throws IOException {
        super(new ByteArrayInputStream(bytes, offset, length));
        this.policy = policy;
        // Nothing takes less than a byte; hash tables ask for a few times the room that their entries take.
        this.maximumLength = SMALL_ARRAY + 8L * length;
        setObjectInputFilter(this::check);
    }

    private Status check(ObjectInputFilter.FilterInfo info) {
        if (info.depth() > MAXIMUM_DEPTH || info.arrayLength() > maximumLength || info.references() > maximumLength) {
            return Status.REJECTED;
        }
        Class<?> element = info.serialClass();
        if (element == null) {
            return Status.UNDECIDED;
        }
        while (element.isArray()) {
            element = element.getComponentType();
        }
        return element.isPrimitive() || mayBeRead(element) ? Status.ALLOWED : Status.REJECTED;
    }

    /** The second line of defence. Collections ask for their tables here, and objects that replace themselves. */
    private boolean mayBeRead(Class<?> element) {
        boolean ofATable = element == Object.class || element == Map.Entry.class;
        return ofATable || policy.mayResult(element);
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
        String name = description.getName();
        int dimensions = name.lastIndexOf('[') + 1;
        String element = name.substring(dimensions);
        if (dimensions == 0) {
            return ofSameShape(description, policy.load(name));
        }
        if (!element.startsWith("L") || !element.endsWith(";")) {
            return Class.forName(name, false, null); // of primitives, or no class at all
        }
        Class<?> array = policy.load(element.substring(1, element.length() - 1));
        for (int each = 0; each < dimensions; each++) {
            array = array.arrayType();
        }
        return array;
    }

    /**
     * Java fills fields that were not written with null and zero, in records and in classes with a serial version of
     * their own. That would be half a value; a cache can always get a whole one.
     */
    private static Class<?> ofSameShape(ObjectStreamClass written, Class<?> type) {
        if (!JdkTypes.isPartOfJdk(type.getName())
                && !fields(written).equals(fields(ObjectStreamClass.lookupAny(type)))) {
            throw new CodecException("Class " + type.getName() + " has other fields than when it was written", null);
        }
        return type;
    }

    private static Set<String> fields(ObjectStreamClass description) {
        return Arrays.stream(description.getFields()).map(Object::toString).collect(Collectors.toSet());
    }

    @Override
    protected Class<?> resolveProxyClass(String[] interfaces) {
        throw new CodecException("A dynamic proxy is not allowed in cached bytes", null);
    }
}
