package io.dogpile.spring.boot.autoconfigure;

import java.util.function.Function;

/** A form of annotation, and a call of the method that has it. */
enum CacheableForm {
    PLAIN(books -> books.plain(1)),
    UNLESS_NOT_VETOED(books -> books.unless("keep")),
    CONDITION(books -> books.condition(7)),
    TWO_CACHES(books -> books.twoCaches(1)),
    CACHING_WITH_EVICT(books -> books.cachingWithEvict(1)),
    TWO_CACHEABLES(books -> books.twoCacheables(1)),
    OPTIONAL(books -> books.optional(1)),
    EMPTY_OPTIONAL(books -> books.emptyOptional(1)),
    NULL(books -> String.valueOf(books.nothing(1))),
    FUTURE(books -> books.future(1).join()),
    MONO(books -> books.mono(1).block()),
    FLUX(books -> books.flux(1).collectList().block());

    private final Function<GatedBooks, Object> call;

    CacheableForm(Function<GatedBooks, Object> call) {
        this.call = call;
    }

    Object call(GatedBooks books) {
        return call.apply(books);
    }
}
