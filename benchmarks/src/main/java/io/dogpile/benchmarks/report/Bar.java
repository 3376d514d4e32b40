package io.dogpile.benchmarks.report;

import io.dogpile.benchmarks.Effort;
import io.dogpile.benchmarks.Measurement;
import io.dogpile.benchmarks.Results.Run;
import io.dogpile.benchmarks.report.Verdict.Measured;
import io.dogpile.benchmarks.report.Verdict.NotMeasured;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What we hold ourselves to. The worst counts, over all Java versions, contenders and settings.
 *
 * @param topic what has to be measured for it
 * @param what what it is about
 * @param contenders whose figures are judged; each must have been measured, or the bar wasn't
 * @param limit what their figures may be
 */
record Bar(String topic, String what, List<String> contenders, Limit limit) {

    /** Compares what was measured with full effort with the limit. */
    Verdict verdict(List<Run> runs) {
        Verdict verdict = new NotMeasured();
        for (Run run : runs) {
            if (run.effort() != Effort.FULL
                    || run.measurements().stream()
                            .noneMatch(each -> each.topic().equals(topic))) {
                continue;
            }
            for (String contender : contenders) {
                Verdict next = verdict(run, contender);
                if (next instanceof NotMeasured) {
                    return next;
                }
                verdict = worse(verdict, next);
            }
        }
        return verdict;
    }

    private Verdict verdict(Run run, String contender) {
        Verdict verdict = new NotMeasured();
        for (Measurement measurement : run.measurements()) {
            if (measurement.topic().equals(topic) && measurement.contender().equals(contender)) {
                OptionalDouble value = limit.in(measurement);
                OptionalDouble reference = reference(run, measurement);
                if (value.isEmpty() || reference.isEmpty()) {
                    return new NotMeasured();
                }
                double compared = limit.compared(value.getAsDouble(), reference.getAsDouble());
                String setting = Settings.text(measurement.setting());
                String where =
                        contender + ", Java " + run.machine().javaFeature() + (setting.isEmpty() ? "" : ", " + setting);
                verdict = worse(verdict, new Measured(compared <= limit.max(), compared, where));
            }
        }
        return verdict;
    }

    private OptionalDouble reference(Run run, Measurement measurement) {
        String reference = limit.reference();
        return reference == null
                ? OptionalDouble.of(Double.NaN)
                : run.measurements().stream()
                        .filter(each -> each.contender().equals(reference)
                                && each.topic().equals(topic)
                                && each.setting().equals(measurement.setting()))
                        .map(limit::in)
                        .findFirst()
                        .orElse(OptionalDouble.empty());
    }

    private static Verdict worse(Verdict one, Verdict other) {
        return one instanceof Measured first && other instanceof Measured second
                ? Double.compare(first.worst(), second.worst()) >= 0 ? first : second
                : other;
    }
}
