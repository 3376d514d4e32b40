package io.dogpile.samples.redis;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.springframework.boot.SpringApplication;

/** The application as {@link TwoInstances} starts it: it must not outlive the process that started it. */
final class Instance {

    private Instance() {}

    /** A killed launcher stops nothing, but its end of our input is closed in any case. */
    public static void main(String... arguments) throws IOException {
        long redis = Long.parseLong(arguments[0]);
        try {
            var shop = new SpringApplication(ShopApplication.class);
            shop.setMainApplicationClass(ShopApplication.class); // what is processed ahead of time is found by its name
            var application = shop.run(Arrays.copyOfRange(arguments, 1, arguments.length));
            System.in.transferTo(OutputStream.nullOutputStream());
            application.close();
        } finally {
            ProcessHandle.of(redis).ifPresent(ProcessHandle::destroy);
        }
    }
}
