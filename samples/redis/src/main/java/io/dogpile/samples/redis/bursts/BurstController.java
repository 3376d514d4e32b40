package io.dogpile.samples.redis.bursts;

import java.util.concurrent.ExecutionException;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** What the page at {@code /} calls, and what instances call. */
@RestController
class BurstController {

    private static final int MAXIMUM_CALLERS = 250;

    private final Bursts bursts;
    private final Crowd crowd;

    BurstController(Bursts bursts, Crowd crowd) {
        this.bursts = bursts;
        this.crowd = crowd;
    }

    /** A burst at all instances, with so many callers in each. */
    @PostMapping("/bursts")
    BurstResult fire(@RequestParam Mode mode, @RequestParam(defaultValue = "100") int callers) {
        check(callers);
        return bursts.fire(mode, callers);
    }

    /** This instance's share in a burst. */
    @PostMapping("/crowds")
    Share ask(@RequestParam Mode mode, @RequestParam int year, @RequestParam int callers)
            throws InterruptedException, ExecutionException {
        check(callers);
        return crowd.ask(mode, year, callers);
    }

    private static void check(int callers) {
        if (callers < 1 || callers > MAXIMUM_CALLERS) {
            throw new ResponseStatusException(
                    HttpStatus.BAD_REQUEST, "callers must be from 1 to " + MAXIMUM_CALLERS + ", but is " + callers);
        }
    }
}
