package io.dogpile.spring.boot.autoconfigure;

import java.util.List;

/** The checks at start-up found something, and {@code dogpile.startup-checks} is {@code fail}. */
final class StartupCheckException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> findings;

    StartupCheckException(List<String> findings) {
        super("Start-up checks of regions: " + String.join(" ", findings));
        this.findings = findings;
    }

    List<String> findings() {
        return findings;
    }
}
