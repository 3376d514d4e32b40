package io.dogpile.benchmarks.report;

import java.text.FieldPosition;
import java.text.NumberFormat;
import java.text.ParsePosition;
import java.util.function.DoubleFunction;

/** A way to write numbers as JFreeChart wants it. */
final class FigureFormat extends NumberFormat {

    private static final long serialVersionUID = 1;

    private final transient DoubleFunction<String> text;

    FigureFormat(DoubleFunction<String> text) {
        this.text = text;
    }

    @Override
    public StringBuffer format(double number, StringBuffer to, FieldPosition position) {
        return to.append(text.apply(number));
    }

    @Override
    public StringBuffer format(long number, StringBuffer to, FieldPosition position) {
        return to.append(text.apply(number));
    }

    @Override
    public Number parse(String source, ParsePosition position) {
        throw new UnsupportedOperationException("numbers are only written");
    }
}
