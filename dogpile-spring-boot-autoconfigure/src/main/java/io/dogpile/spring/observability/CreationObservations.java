package io.dogpile.spring.observability;

import io.dogpile.region.CreationInterceptor;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Makes an observation of every call of a creator, which is current while the creator runs: what is observed inside it
 * becomes its child. A creation in the caller's thread is a child of what the caller does; who waits for another's
 * creation has none. Thread-safe.
 */
public final class CreationObservations implements CreationInterceptor {

    private static final CreationObservationConvention DEFAULT = new CreationObservationConvention() {};

    private final ObservationRegistry registry;
    private final @Nullable CreationObservationConvention convention;

    /**
     * Creates observations in a registry.
     *
     * @param registry where observations are started
     * @param convention names and key values; null for the defaults
     */
    public CreationObservations(ObservationRegistry registry, @Nullable CreationObservationConvention convention) {
        this.registry = registry;
        this.convention = convention;
    }

    @Override
    @SuppressWarnings("NullAway") // Micrometer's null checks know no nullable type arguments
    public <V extends @Nullable Object> V intercept(String region, Object key, Callable<? extends V> creator)
            throws Exception {
        return observation(region, key).<V, Exception>observeChecked(creator::call);
    }

    /** The observation is current while the creator is called, and lasts until its stage ends. */
    @Override
    public <V extends @Nullable Object> CompletionStage<? extends V> interceptAsync(
            String region, Object key, Callable<? extends CompletionStage<? extends V>> creator) throws Exception {
        Observation observation = observation(region, key).start();
        CompletionStage<? extends V> stage;
        try {
            stage = observation.<CompletionStage<? extends V>, Exception>scopedChecked(creator::call);
        } catch (Throwable failure) {
            observation.stop();
            throw failure;
        }
        return stage.whenComplete((value, failure) -> {
            if (failure != null) {
                observation.error(
                        failure instanceof CompletionException && failure.getCause() != null
                                ? failure.getCause()
                                : failure);
            }
            observation.stop();
        });
    }

    @SuppressWarnings("NullAway") // the convention may be null
    private Observation observation(String region, Object key) {
        return Observation.createNotStarted(
                convention, DEFAULT, () -> new CreationObservationContext(region, key), registry);
    }
}
