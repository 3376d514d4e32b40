package io.dogpile.benchmarks.cluster;

import io.dogpile.benchmarks.cluster.ReadThrough.Setting;
import io.dogpile.region.CacheRegion;
import io.dogpile.region.RegionConfig;
import java.util.function.Consumer;

/** Regions. */
final class Dogpile implements ReadThrough {

    private final Setting setting;
    private final CacheRegion region;

    private Dogpile(Setting setting, RegionConfig.Builder config) {
        this.setting = setting;
        this.region = CacheRegion.of(
                "articles",
                config.expirationTime(setting.life()).valueType(Article.class).build());
    }

    static ReadThrough memory(Setting setting) {
        return new Dogpile(setting, RegionConfig.builder("dogpile.cache.memory"));
    }

    static ReadThrough redis(Setting setting, Consumer<RegionConfig.Builder> more) {
        RegionConfig.Builder config = RegionConfig.builder("dogpile.cache.redis")
                .argument("url", setting.url())
                .argument("allowed-types", Article.class.getName());
        more.accept(config);
        return new Dogpile(setting, config);
    }

    @Override
    public Article get(String key) {
        return region.getOrCreate(key, () -> setting.creator().create(key));
    }

    @Override
    public void close() {
        region.close();
    }
}
