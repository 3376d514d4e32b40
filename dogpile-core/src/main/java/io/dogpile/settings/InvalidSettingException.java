package io.dogpile.settings;

import org.jspecify.annotations.Nullable;

/**
 * A setting has a name or a value that can't be used. The message says which setting, what was found and what is
 * allowed, so that it can be shown to the person who wrote the configuration.
 */
public class InvalidSettingException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String setting;
    private final @Nullable String value;
    private final String reason;
    private final String advice;

    /**
     * Creates the exception.
     *
     * @param setting the full name of the setting, for instance {@code cache.local.expiration-time}
     * @param value the value that was found, or null if it is the name or its absence that is wrong
     * @param reason what is wrong, as a sentence without its full stop
     * @param advice what to do about it, as a sentence
     */
    public InvalidSettingException(String setting, @Nullable Object value, String reason, String advice) {
        super(setting + (value == null ? "" : "=" + value) + ": " + reason + ". " + advice);
        this.setting = setting;
        this.value = value == null ? null : value.toString();
        this.reason = reason;
        this.advice = advice;
    }

    /**
     * The full name of the setting.
     *
     * @return the name, never null
     */
    public String setting() {
        return setting;
    }

    /**
     * The offending value as text.
     *
     * @return the value, or null if the name itself is wrong
     */
    public @Nullable String value() {
        return value;
    }

    /**
     * What is wrong with it.
     *
     * @return a sentence without its full stop, never null
     */
    public String reason() {
        return reason;
    }

    /**
     * What to do about it.
     *
     * @return one or more sentences, never null
     */
    public String advice() {
        return advice;
    }
}
