package io.dogpile.region;

class MemoryFailuresTests extends RegionFailuresContract {

    @Override
    protected RegionConfig.Builder config() {
        return RegionConfig.builder("memory");
    }
}
