package io.dogpile.spring.boot.autoconfigure;

/** As a bean: somebody reads how often regions are asked, so they count it unless they are told not to. */
final class RecordStats {

    RecordStats() {}
}
