package io.dogpile.samples.quickstart.bursts;

import io.dogpile.samples.quickstart.customers.CustomerRanks;
import io.dogpile.samples.quickstart.database.CountingJdbcTemplate;
import io.dogpile.samples.quickstart.reports.SalesReports;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.springframework.stereotype.Service;

/** Lets crowds loose on the services. Every burst finds its key missing. */
@Service
class Bursts {

    private static final int YEAR = 2025;
    private static final int CUSTOMER = 1;

    private final SalesReports reports;
    private final CustomerRanks ranks;
    private final CountingJdbcTemplate jdbc;

    Bursts(SalesReports reports, CustomerRanks ranks, CountingJdbcTemplate jdbc) {
        this.reports = reports;
        this.ranks = ranks;
        this.jdbc = jdbc;
    }

    /** Bursts take turns: queries are counted for the whole application, and each burst is to count its own. */
    synchronized BurstResult fire(Mode mode, int callers) throws InterruptedException, ExecutionException {
        reports.forget(YEAR);
        ranks.forget(CUSTOMER);
        long before = jdbc.queries();
        var answers = Crowd.of(callers).ask(question(mode));
        return BurstResult.of(mode, jdbc.queries() - before, answers);
    }

    private Callable<?> question(Mode mode) {
        return switch (mode) {
            case UNCACHED -> () -> reports.uncachedReport(YEAR);
            case CACHED -> () -> reports.report(YEAR);
            case REGION -> () -> ranks.rank(CUSTOMER);
        };
    }
}
