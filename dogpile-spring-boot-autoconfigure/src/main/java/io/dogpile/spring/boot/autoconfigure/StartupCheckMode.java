package io.dogpile.spring.boot.autoconfigure;

/** What is done about what the checks at start-up find. */
enum StartupCheckMode {

    /** Nothing is checked. */
    OFF,

    /** It is logged. */
    LOG,

    /** The application does not start. */
    FAIL
}
