package io.dogpile.samples.quickstart.bursts;

import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** What the page at {@code /} calls. */
@RestController
class BurstController {

    private static final int MAXIMUM_CALLERS = 500;

    private final Bursts bursts;

    BurstController(Bursts bursts) {
        this.bursts = bursts;
    }

    @PostMapping("/bursts")
    BurstResult fire(@RequestParam String mode, @RequestParam(defaultValue = "100") int callers)
            throws InterruptedException, ExecutionException {
        if (callers < 1 || callers > MAXIMUM_CALLERS) {
            throw badRequest("callers must be from 1 to " + MAXIMUM_CALLERS + ", but is " + callers);
        }
        return bursts.fire(Mode.of(mode).orElseThrow(() -> unknown(mode)), callers);
    }

    private static ResponseStatusException unknown(String mode) {
        var modes = Arrays.stream(Mode.values()).map(Mode::text).collect(Collectors.joining(", "));
        return badRequest("mode must be one of " + modes + ", but is '" + mode + "'");
    }

    private static ResponseStatusException badRequest(String reason) {
        return new ResponseStatusException(HttpStatus.BAD_REQUEST, reason);
    }
}
