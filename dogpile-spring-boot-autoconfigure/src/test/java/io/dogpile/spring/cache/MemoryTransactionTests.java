package io.dogpile.spring.cache;

import io.dogpile.region.CacheRegion;
import io.dogpile.region.RegionConfig;

class MemoryTransactionTests extends TransactionContract {

    private final CacheRegion one =
            CacheRegion.of("books", RegionConfig.builder("memory").build());

    @Override
    CacheRegion region() {
        return one;
    }

    @Override
    void closeRegions() {
        one.close();
    }
}
