package io.dogpile.benchmarks.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** How figures and contenders are written. */
final class Figure {

    private Figure() {}

    /** A number with as many digits as mean something. */
    static String number(double value) {
        double size = Math.abs(value);
        if (size < 0.005) {
            return "0";
        }
        return String.format(Locale.ROOT, size < 10 ? "%.2f" : size < 100 ? "%.1f" : "%,.0f", value);
    }

    /** A number with the digits that it has, no more. */
    static String plain(double value) {
        return value >= 1000
                ? number(value)
                : BigDecimal.valueOf(value)
                        .setScale(6, RoundingMode.HALF_UP)
                        .stripTrailingZeros()
                        .toPlainString();
    }

    /** A ratio, which is compared with limits of two decimals. */
    static String ratio(double value) {
        return Math.abs(value) < 10 ? String.format(Locale.ROOT, "%.2f", value) : number(value);
    }

    /** What a figure counts, without JMH's "per operation". */
    static String unit(String figure) {
        return figure.endsWith("/op") ? figure.replace("/op", "").replace("us", "µs") : figure;
    }

    /** Whether a contender is this project's. */
    static boolean isOurs(String contender) {
        return contender.startsWith("dogpile");
    }
}
