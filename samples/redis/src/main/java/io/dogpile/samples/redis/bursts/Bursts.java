package io.dogpile.samples.redis.bursts;

import io.dogpile.samples.redis.bursts.BurstResult.Contribution;
import io.dogpile.samples.redis.reports.SalesReports;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Service;
import org.springframework.web.client.RestClient;

/** Lets a crowd loose in every instance at once. Every burst finds its key missing. */
@Service
class Bursts {

    private static final int YEAR = 2025;

    private final SalesReports reports;
    private final List<String> instances;
    private final RestClient http = RestClient.create();

    Bursts(SalesReports reports, @Value("${shop.instances}") List<String> instances) {
        this.reports = reports;
        this.instances = instances;
    }

    BurstResult fire(Mode mode, int callers) {
        reports.forget(YEAR);
        var contributions = instances.stream()
                .map(instance ->
                        CompletableFuture.supplyAsync(() -> contribution(instance, mode, callers), Bursts::run))
                .toList();
        return BurstResult.of(
                contributions.stream().map(CompletableFuture::join).toList());
    }

    private Contribution contribution(String instance, Mode mode, int callers) {
        var share = http.post()
                .uri(instance + "/crowds?mode={mode}&year={year}&callers={callers}", mode, YEAR, callers)
                .retrieve()
                .body(Share.class);
        return new Contribution(instance, Objects.requireNonNull(share));
    }

    /** A thread for each, so that no instance's crowd waits for another's. */
    private static void run(Runnable task) {
        new Thread(task).start();
    }
}
