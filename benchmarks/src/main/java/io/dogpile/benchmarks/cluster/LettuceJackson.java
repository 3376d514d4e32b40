package io.dogpile.benchmarks.cluster;

import io.lettuce.core.RedisClient;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What one writes without a cache: get, and if there is nothing, create and set. Nothing protects the creator. */
final class LettuceJackson implements ReadThrough {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Setting setting;
    private final boolean expires;
    private final RedisClient client;
    private final RedisCommands<String, byte[]> redis;

    LettuceJackson(Setting setting, boolean expires) {
        this.setting = setting;
        this.expires = expires;
        this.client = RedisClient.create(setting.url());
        this.redis = client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE))
                .sync();
    }

    @Override
    public Article get(String key) throws InterruptedException {
        byte @Nullable [] found = redis.get(key);
        if (found != null) {
            return JSON.readValue(found, Article.class);
        }
        Article article = setting.creator().create(key);
        redis.set(key, JSON.writeValueAsBytes(article), expires ? SetArgs.Builder.px(setting.life()) : new SetArgs());
        return article;
    }

    @Override
    public void close() {
        client.shutdown();
    }
}
