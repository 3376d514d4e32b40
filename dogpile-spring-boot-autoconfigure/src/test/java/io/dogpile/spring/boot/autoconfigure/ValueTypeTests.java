package io.dogpile.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.Bookstore.Parcel;
import io.dogpile.region.CacheRegion;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ValueTypeTests {

    private final RedisApplication application = new RedisApplication("posts");

    @Test
    void whatWasWrittenWithoutATypeIsReadAsTheRegionsOwn() {
        application
                .runner()
                .withPropertyValues("cache.posts.value-type=" + Parcel.class.getName())
                .run(context -> {
                    application.plant(
                            context, "1", null, "{\"id\": 85, \"address\": \"here\"}".getBytes(StandardCharsets.UTF_8));

                    assertThat(context.getBean(CacheRegion.class).<Object>get("1"))
                            .isEqualTo(new Parcel(85, "here"));
                });
    }

    @Test
    void aClassThatIsNotThereStopsTheStart() {
        application
                .runner()
                .withPropertyValues("cache.posts.value-type=com.bookstore.Nothing")
                .run(context ->
                        assertThat(context).getFailure().rootCause().hasMessageContaining("com.bookstore.Nothing"));
    }
}
