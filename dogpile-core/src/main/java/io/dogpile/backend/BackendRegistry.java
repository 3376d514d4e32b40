package io.dogpile.backend;

import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Backend factories by name. Thread-safe. Counterpart of dogpile.cache's {@code register_backend} and its plug-in
 * loader.
 */
public final class BackendRegistry {

    private static final String SHORT_NAMES_FOR = "dogpile.cache.";

    private final Map<String, BackendFactory> factories = new ConcurrentSkipListMap<>();

    private BackendRegistry() {}

    /**
     * The registry that regions use unless they are given another: the factories that {@link ServiceLoader} finds,
     * and whatever was {@linkplain #register registered}.
     *
     * @return the registry of this class loader
     */
    public static BackendRegistry global() {
        return Global.REGISTRY;
    }

    /**
     * A registry of its own that starts with the factories that a class loader can see.
     *
     * @param classLoader where to look for services
     * @return a new registry
     */
    public static BackendRegistry load(ClassLoader classLoader) {
        BackendRegistry registry = new BackendRegistry();
        ServiceLoader.load(BackendFactory.class, classLoader).forEach(registry::register);
        return registry;
    }

    /**
     * Adds a factory under its name and aliases, replacing those of the same names.
     *
     * @param factory the factory
     */
    public void register(BackendFactory factory) {
        factories.put(factory.name(), factory);
        factory.aliases().forEach(alias -> factories.put(alias, factory));
    }

    /**
     * Finds a factory by its full name, or by what follows {@code dogpile.cache.} in it.
     *
     * @param setting the name of the setting that asks, for the message
     * @param name full or short name
     * @return the factory
     * @throws UnknownBackendException if there is none
     */
    public BackendFactory get(String setting, String name) {
        BackendFactory factory = factories.get(name);
        if (factory == null) {
            factory = factories.get(SHORT_NAMES_FOR + name);
        }
        if (factory == null) {
            throw new UnknownBackendException(setting, name, name.contains(".") ? names() : shortNames());
        }
        return factory;
    }

    /**
     * The full names of all factories.
     *
     * @return a sorted copy
     */
    public Set<String> names() {
        return new TreeSet<>(factories.keySet());
    }

    private Set<String> shortNames() {
        Set<String> names = new TreeSet<>();
        factories
                .keySet()
                .forEach(name ->
                        names.add(name.startsWith(SHORT_NAMES_FOR) ? name.substring(SHORT_NAMES_FOR.length()) : name));
        return names;
    }

    private static final class Global {

        static final BackendRegistry REGISTRY = load(BackendRegistry.class.getClassLoader());
    }
}
