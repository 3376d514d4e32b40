package io.dogpile.backend;

import io.dogpile.settings.InvalidSettingException;
import io.dogpile.settings.Suggestions;
import java.util.Collection;

/** No backend is registered by that name. Counterpart of dogpile.cache's {@code PluginNotFound}. */
public class UnknownBackendException extends InvalidSettingException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param setting the full name of the setting that asked for it
     * @param name the name that is not registered
     * @param known the names that are
     */
    public UnknownBackendException(String setting, String name, Collection<String> known) {
        super(setting, name, "unknown backend '" + name + "'", Suggestions.advice(name, known));
    }
}
