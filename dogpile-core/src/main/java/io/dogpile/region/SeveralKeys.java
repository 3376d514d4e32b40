package io.dogpile.region;

import java.util.AbstractList;
import java.util.List;
import java.util.function.Consumer;

/** The keys of a creation of several, as listeners hear of them; a key may be a list itself. */
final class SeveralKeys extends AbstractList<Object> {

    private final List<Object> keys;

    SeveralKeys(List<Object> keys) {
        this.keys = keys;
    }

    static void each(Object key, Consumer<Object> action) {
        if (key instanceof SeveralKeys several) {
            several.forEach(action);
        } else {
            action.accept(key);
        }
    }

    @Override
    public Object get(int index) {
        return keys.get(index);
    }

    @Override
    public int size() {
        return keys.size();
    }
}
