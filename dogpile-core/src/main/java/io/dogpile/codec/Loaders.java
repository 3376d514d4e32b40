package io.dogpile.codec;

/** The class loader to use where none is given. */
final class Loaders {

    private Loaders() {}

    static ClassLoader current() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context == null ? ClassLoader.getSystemClassLoader() : context;
    }
}
