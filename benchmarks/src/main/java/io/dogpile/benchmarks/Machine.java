package io.dogpile.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.LocalDate;

/**
 * On what something was measured.
 *
 * @param processors how many the JVM sees
 * @param memoryGigabytes of the machine
 * @param system the operating system
 * @param java the JVM's version
 * @param javaFeature the number that Java versions are known by
 * @param date the day
 */
public record Machine(
        int processors, long memoryGigabytes, String system, String java, int javaFeature, LocalDate date) {

    /** This one, with this JVM. */
    public static Machine current() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                Math.round(system.getTotalMemorySize() / (double) (1 << 30)),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                System.getProperty("java.vendor") + " " + Runtime.version(),
                Runtime.version().feature(),
                LocalDate.now());
    }
}
