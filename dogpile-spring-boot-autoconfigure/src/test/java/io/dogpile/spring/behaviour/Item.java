package io.dogpile.spring.behaviour;

import java.io.Serializable;

/** A value. The copy's number differs with every call of a method, so that equal items came from the cache. */
public record Item(String title, int copy) implements Serializable {}
