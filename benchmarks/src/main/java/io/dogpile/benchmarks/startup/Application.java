package io.dogpile.benchmarks.startup;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Locale;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A small application: starts, uses its cache, says what that took, and ends. */
final class Application {

    /** What precedes the figures, which follow in the order of {@link Start}'s components. */
    static final String MARK = "start-up: ";

    /** Instead of the class of a cache manager. */
    static final String NO_CACHE = "none";

    static final String CACHE = "pages";

    private Application() {}

    public static void main(String[] arguments) throws ClassNotFoundException {
        ReadyListener ready = new ReadyListener();
        Class<?> configuration = Class.forName(System.getProperty("configuration"));
        try (ConfigurableApplicationContext application = new SpringApplicationBuilder(configuration)
                .web(WebApplicationType.NONE)
                .listeners(ready)
                .run(arguments)) {
            Pages pages = application.getBean(Pages.class);
            String key = "page-" + System.nanoTime();
            long before = System.nanoTime();
            pages.load(key);
            double firstCall = millis(System.nanoTime() - before);
            pages.load(key);
            System.out.printf(
                    Locale.ROOT,
                    "%s%s %d %.3f %.3f %.3f %d%n",
                    MARK,
                    manager(application),
                    pages.creations(),
                    ready.startedMillis,
                    ready.processMillis,
                    firstCall,
                    ready.loadedClasses);
        }
    }

    private static String manager(ConfigurableApplicationContext application) {
        CacheManager manager = application.getBeanProvider(CacheManager.class).getIfAvailable();
        return manager == null ? NO_CACHE : manager.getClass().getSimpleName();
    }

    private static double millis(long nanos) {
        return nanos / 1e6;
    }

    /** Takes the figures of the start at its end. */
    static final class ReadyListener implements ApplicationListener<ApplicationReadyEvent> {

        private double startedMillis;
        private double processMillis;
        private long loadedClasses;

        @Override
        public void onApplicationEvent(ApplicationReadyEvent event) {
            long now = System.currentTimeMillis();
            loadedClasses = ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount();
            processMillis = now - ManagementFactory.getRuntimeMXBean().getStartTime();
            Duration taken = event.getTimeTaken();
            startedMillis = taken == null ? Double.NaN : millis(taken.toNanos());
        }
    }

    /** Something cached. */
    static class Pages {

        private int creations;

        @Cacheable(cacheNames = CACHE, sync = true)
        public String load(String key) {
            creations++;
            return "Text of " + key;
        }

        /** A method, since what is called is a proxy, whose fields say nothing. */
        public int creations() {
            return creations;
        }
    }

    /** Caches, if at all, because a starter on the class path says so. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Plain {

        @Bean
        Pages pages() {
            return new Pages();
        }
    }

    /** Asks for caches, which Boot's starter needs. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EnableCaching
    static class Caching {

        @Bean
        Pages pages() {
            return new Pages();
        }
    }
}
