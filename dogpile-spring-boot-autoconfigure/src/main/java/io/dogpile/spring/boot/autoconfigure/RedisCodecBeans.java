package io.dogpile.spring.boot.autoconfigure;

import io.dogpile.codec.Codec;
import io.dogpile.codec.JdkCodec;
import io.dogpile.codec.TypeAllowList;
import io.dogpile.redis.RedisCodecs;
import io.dogpile.spring.redis.RedisSerializerCodec;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.data.redis.serializer.RedisSerializer;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/** The serializers that regions can name: this library's, and beans, which are not created before they are needed. */
final class RedisCodecBeans {

    private final ConfigurableListableBeanFactory beans;
    private final @Nullable JsonCodecs json;

    RedisCodecBeans(ConfigurableListableBeanFactory beans, @Nullable JsonCodecs json) {
        this.beans = beans;
        this.json = json;
    }

    RedisCodecs get() {
        ClassLoader loader = Objects.requireNonNullElseGet(beans.getBeanClassLoader(), RedisCodecBeans::ownLoader);
        RedisCodecs codecs = RedisCodecs.standard(TypeAllowList.of(applicationPackages()))
                .and("jdk", allowed -> JdkCodec.allowing(allowed, loader));
        JsonCodecs mapped = json;
        if (mapped != null) {
            codecs = codecs.and("json", allowed -> mapped.create(allowed, loader));
        }
        for (String name : beans.getBeanNamesForType(RedisSerializer.class, true, false)) {
            codecs = codecs.and(name, any -> new RedisSerializerCodec(beans.getBean(name, RedisSerializer.class)));
        }
        for (String name : beans.getBeanNamesForType(Codec.class, true, false)) {
            codecs = codecs.and(name, any -> beans.getBean(name, Codec.class));
        }
        return codecs;
    }

    /** Without the package that has no name, which would stand for everything. */
    private List<String> applicationPackages() {
        return AutoConfigurationPackages.has(beans)
                ? AutoConfigurationPackages.get(beans).stream()
                        .filter(StringUtils::hasText)
                        .toList()
                : List.of();
    }

    private static ClassLoader ownLoader() {
        return Objects.requireNonNullElseGet(ClassUtils.getDefaultClassLoader(), ClassLoader::getSystemClassLoader);
    }
}
