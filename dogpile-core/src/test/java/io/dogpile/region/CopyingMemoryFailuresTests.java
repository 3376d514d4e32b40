package io.dogpile.region;

class CopyingMemoryFailuresTests extends RegionFailuresContract {

    @Override
    protected RegionConfig.Builder config() {
        return RegionConfig.builder("memory_pickle");
    }
}
