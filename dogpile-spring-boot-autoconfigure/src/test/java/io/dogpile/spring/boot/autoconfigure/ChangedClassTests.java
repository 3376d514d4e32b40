package io.dogpile.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.Bookstore.Card;
import com.bookstore.Bookstore.Crate;
import com.bookstore.Bookstore.Parcel;
import com.bookstore.Post;
import io.dogpile.testing.Storm;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/** P8: what an earlier deployment wrote of a class that has changed since is missing; no storm, no exception. */
class ChangedClassTests {

    private static final int CALLERS = 20;

    @TempDir
    Path classes;

    private final RedisApplication application = new RedisApplication("post");

    private ApplicationContextRunner application(String serializer) {
        return application
                .runner()
                .withBean(Post.class)
                .withPropertyValues("cache.post.arguments.serializer=" + serializer);
    }

    @Test
    void jsonOfAnotherShapeIsMissing() {
        Map<String, String> changes = Map.of(
                "a component is new", "{'id': 1}",
                "a component is gone", "{'id': 1, 'address': 'old', 'weight': 2}",
                "a component has another name", "{'id': 1, 'street': 'old'}",
                "a component has another type", "{'id': 'one', 'address': 'old'}",
                "a component was an object", "{'id': 1, 'address': {'street': 'old'}}",
                "a primitive was null", "{'id': null, 'address': 'old'}");
        application("json")
                .run(context -> changes.forEach((change, json) -> {
                    application.plant(context, "parcel", Parcel.class.getName(), json(json));
                    assertOneCreation(context, change, Post::parcel);
                }));
    }

    @Test
    void jsonOfAClassThatIsGoneOrNoLongerReturnedIsMissing() {
        application("json").run(context -> {
            for (String type : List.of("com.bookstore.Gone", "com.bookstore.Bookstore$Letter", Card.class.getName())) {
                application.plant(context, "parcel", type, json("{'number': '4711', 'expires': '2027-01-31'}"));
                assertOneCreation(context, type, Post::parcel);
            }
        });
    }

    @Test
    void serializedObjectsOfAnotherShapeAreMissing() {
        List<String> changes = List.of(
                "record Parcel(long id) implements Serializable {}",
                "record Parcel(long id, String address, int weight) implements Serializable {}",
                "record Parcel(long id, String street) implements Serializable {}",
                "record Parcel(int id, String address) implements Serializable {}",
                "enum Parcel { ONE }",
                "class Letter implements Serializable {}");
        application("jdk").run(context -> {
            for (String change : changes) {
                application.plant(context, "parcel", null, written(change));
                assertOneCreation(context, change, Post::parcel);
            }
        });
    }

    /** Java would fill in null and zero, because the class says that its versions go together. */
    @Test
    void aSerialVersionDoesNotMakeHalfAValue() throws Exception {
        byte[] payload = written(
                "class Crate implements Serializable { private static final long serialVersionUID = 1L; long id; }");
        application("jdk").run(context -> {
            application.plant(context, "crate", null, payload);
            assertOneCreation(context, "", Post::crate);
        });
    }

    /** The test's own proof that it writes what a deployment would have written. */
    @Test
    void serializedObjectsOfTheSameShapeAreFound() throws Exception {
        byte[] parcel = written("record Parcel(long id, String address) implements Serializable {}");
        byte[] crate = written("class Crate implements Serializable {"
                + " private static final long serialVersionUID = 1L; public long id; public String address; }");
        application("jdk").run(context -> {
            application.plant(context, "parcel", null, parcel);
            application.plant(context, "crate", null, crate);
            Post post = context.getBean(Post.class);
            assertThat(post.parcel()).isEqualTo(new Parcel(0, null));
            assertThat(post.crate()).isInstanceOf(Crate.class);
            assertThat(post.calls()).isZero();
            assertThat(application.events.unreadable).isEmpty();
        });
    }

    @Test
    void aMethodThatReturnsAnotherTypeNowFindsNothing() {
        byte[] payload = RedisApplication.serialized(new Card("4711", LocalDate.EPOCH));
        application("jdk").run(context -> {
            application.plant(context, "parcel", null, payload);
            assertOneCreation(context, "sync", Post::parcel);
            application.plant(context, "plainParcel", null, payload);
            assertOneCreation(context, "plain", Post::plainParcel);
        });
    }

    private void assertOneCreation(ApplicationContext context, String change, CachedMethod method) {
        Post post = context.getBean(Post.class);
        int calls = post.calls();
        application.events.unreadable.clear();
        try (Storm storm = new Storm(CALLERS)) {
            Storm.Results<Object> results = storm.run((Callable<Object>) () -> method.call(post));
            assertThat(results.failures()).isEmpty();
            assertThat(results.values()).hasSize(CALLERS);
        }
        method.call(post);
        assertThat(post.calls() - calls).as("creations: " + change).isEqualTo(1);
        assertThat(application.events.unreadable).as(change).isNotEmpty();
        assertThat(application.events.errors).isEmpty();
    }

    private static byte[] json(String text) {
        return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    private interface CachedMethod {

        Object call(Post post);
    }

    /** An object of an older class, all of whose fields are null or zero. */
    private byte[] written(String nestedClass) throws Exception {
        Path source = classes.resolve("Bookstore.java");
        Files.writeString(
                source,
                "package com.bookstore; import java.io.Serializable; public class Bookstore { public static "
                        + nestedClass.replaceFirst("static (record|enum)", "$1") + " }");
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, source.toString()))
                .isZero();
        String name = nestedClass.replaceFirst("^(record|class|enum) (\\w+).*", "$2");
        try (URLClassLoader loader = new URLClassLoader(new URL[] {classesOf(source)}, null)) {
            Class<?> type = Class.forName("com.bookstore.Bookstore$" + name, true, loader);
            return RedisApplication.serialized(instance(type));
        }
    }

    private URL classesOf(Path source) throws Exception {
        Path target = classes.resolve("com" + File.separator + "bookstore");
        Files.createDirectories(target);
        try (var compiled = Files.newDirectoryStream(source.getParent(), "*.class")) {
            for (Path each : compiled) {
                Files.move(each, target.resolve(each.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return classes.toUri().toURL();
    }

    private static Object instance(Class<?> type) throws Exception {
        if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        var constructor = type.getDeclaredConstructors()[0];
        constructor.setAccessible(true);
        return constructor.newInstance(List.of(constructor.getParameterTypes()).stream()
                .map(each -> each == long.class ? (Object) 0L : each == int.class ? (Object) 0 : null)
                .toArray());
    }
}
