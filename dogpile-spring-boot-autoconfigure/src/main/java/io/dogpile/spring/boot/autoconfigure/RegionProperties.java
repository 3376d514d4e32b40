package io.dogpile.spring.boot.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The settings of one region. The metadata for IDEs names this class as the type of what is under the prefix. */
class RegionProperties extends RegionDefaults {

    /**
     * Name of the backend that stores the region's entries, such as 'memory'. The region exists if it is set.
     */
    private @Nullable String backend;

    /**
     * Class of all the region's values, for backends that make objects of bytes. Methods say it themselves unless set.
     */
    private @Nullable Class<?> valueType;

    /**
     * What the backend is told. Which arguments there are depends on the backend.
     */
    private Map<String, Object> arguments = new LinkedHashMap<>();

    public @Nullable String getBackend() {
        return backend;
    }

    public void setBackend(@Nullable String backend) {
        this.backend = backend;
    }

    public @Nullable Class<?> getValueType() {
        return valueType;
    }

    public void setValueType(@Nullable Class<?> valueType) {
        this.valueType = valueType;
    }

    public Map<String, Object> getArguments() {
        return arguments;
    }

    public void setArguments(Map<String, Object> arguments) {
        this.arguments = arguments;
    }
}
