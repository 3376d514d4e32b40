package io.dogpile.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.dogpile.docs.Snippets.CountingProxy;
import io.dogpile.docs.Snippets.Customers;
import io.dogpile.docs.Snippets.Database;
import io.dogpile.docs.Snippets.MapBackend;
import io.dogpile.docs.Snippets.Report;
import io.dogpile.docs.Snippets.Reports;
import io.dogpile.docs.Snippets.Token;
import io.dogpile.region.CacheRegion;
import io.dogpile.region.KeyHistory;
import io.dogpile.region.KeyState;
import io.dogpile.region.RegionConfig;
import io.dogpile.spring.boot.autoconfigure.DogpileAnnotationsAutoConfiguration;
import io.dogpile.spring.boot.autoconfigure.DogpileAutoConfiguration;
import io.dogpile.spring.boot.autoconfigure.DogpileCacheAutoConfiguration;
import io.dogpile.testing.MutableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Year;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class DocumentationTests {

    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:|#)([^)#]+)");

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(DogpileAutoConfiguration.class, DogpileCacheAutoConfiguration.class));

    static List<Markdown.Example> examples() {
        return Markdown.examples();
    }

    static List<Path> pages() {
        return Markdown.pages();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleIsCompiledCode(Markdown.Example example) {
        assertThat(example.name())
                .as("the name of an example in %s", example.page())
                .isNotNull();
        assertThat(example.text())
                .as("%s in %s", example.name(), example.page())
                .isEqualTo(Markdown.region(example.name()));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyLinkLeadsToAFile(Path page) {
        assertThat(LINK.matcher(Markdown.read(page)).results())
                .allSatisfy(
                        link -> assertThat(page.resolveSibling(link.group(1))).exists());
    }

    @Test
    void theReadmeIsShort() throws IOException {
        assertThat(Files.lines(Path.of("../README.md"))).hasSizeLessThan(200);
    }

    @Test
    void theReadmesFourLinesAreEnoughForItsAnnotation() {
        runner.withInitializer(
                        context -> context.getEnvironment().getPropertySources().addLast(Yaml.load("docs/readme.yml")))
                .withBean(Database.class)
                .withBean(Reports.class)
                .run(context -> {
                    Reports reports = context.getBean(Reports.class);
                    Report first = reports.report(YearMonth.of(2026, 11));

                    assertThat(reports.report(YearMonth.of(2026, 11))).isSameAs(first);
                    assertThat(context.getBean(Database.class).queries).hasValue(1);
                });
    }

    @Test
    void theConfigurationPagesExampleStarts() {
        runner.withInitializer(context ->
                        context.getEnvironment().getPropertySources().addLast(Yaml.load("docs/configuration.yml")))
                .run(context -> assertThat(context.getBeansOfType(CacheRegion.class))
                        .containsOnlyKeys("localCacheRegion", "reportsCacheRegion"));
    }

    @Test
    void theInjectedRegionLoadsWhatIsMissingOnly() {
        Customers customers = new Snippets().new Customers(memory());

        customers.find(1);
        customers.find(1);
        assertThat(customers.findAll(List.of(1L, 2L, 3L))).containsOnlyKeys(1L, 2L, 3L);
        assertThat(customers.loads).hasValue(2);

        customers.rename(1, "Ann");
        customers.find(1);
        assertThat(customers.loads).hasValue(3);
    }

    @Test
    void aRegionExplainsAKey() {
        CacheRegion region = CacheRegion.of(
                "reports", RegionConfig.builder("memory").explainedKeys(10).build());
        region.set("2026-11", "report");
        assertThat(new Snippets().explained(region))
                .satisfiesExactly(
                        history -> assertThat(((KeyHistory) history).events()).hasSize(1),
                        state -> assertThat(((KeyState) state).entry()).isNotNull());
    }

    @Test
    void plainJavaNeedsNoSpring() {
        assertThat(new Snippets().plainJava(new Database())).isEqualTo(new Report("2026-11"));
    }

    @Test
    void theAnnotatedMethodsCacheAsTheySay() {
        List<Collection<String>> queries = new ArrayList<>();
        runner.withConfiguration(AutoConfigurations.of(DogpileAnnotationsAutoConfiguration.class))
                .withBean(Snippets.Books.class, () -> new Snippets.Books(queries))
                .withPropertyValues("cache.books.backend=memory", "books.stale=1m")
                .run(context -> {
                    Snippets.Books books = context.getBean(Snippets.Books.class);
                    for (int i = 0; i < 2; i++) {
                        books.bestsellers(Year.of(2026));
                        books.by("Austen");
                        books.find("1");
                        assertThat(books.findAll(List.of("2", "1"))).containsOnlyKeys("2", "1");
                    }
                    books.published("Austen");
                    books.by("Austen");
                    assertThat(queries)
                            .containsExactly(
                                    List.of("bestsellers of 2026"),
                                    List.of("by Austen"),
                                    List.of("1"),
                                    List.of("2"),
                                    List.of("by Austen"));
                });
    }

    @Test
    void aTokenLivesAsLongAsItsServerSays() {
        MutableClock clock = new MutableClock();
        CacheRegion region = CacheRegion.of(
                "tokens", RegionConfig.builder("memory").clock(clock).build());
        Supplier<Token> login = () -> new Token(clock.instant().toString(), Duration.ofMinutes(1));

        String first = Snippets.token(region, login);
        assertThat(region.<String>get("token")).isEqualTo(first);
        clock.advance(Duration.ofMinutes(1));
        assertThat(region.<String>get("token")).isNull();
    }

    @Test
    void theExampleBackendAndProxyWork() {
        long before = CountingProxy.reads();
        CacheRegion region = CacheRegion.of(
                "map",
                RegionConfig.builder()
                        .backend(new MapBackend())
                        .wrap(CountingProxy::new)
                        .build());

        assertThat(region.<Integer>getOrCreate("key", () -> 1)).isEqualTo(1);
        assertThat(region.<Integer>getOrCreate("key", () -> 2)).isEqualTo(1);
        assertThat(CountingProxy.reads()).isGreaterThan(before);
    }

    private static CacheRegion memory() {
        return CacheRegion.of("customers", RegionConfig.builder("memory").build());
    }
}
