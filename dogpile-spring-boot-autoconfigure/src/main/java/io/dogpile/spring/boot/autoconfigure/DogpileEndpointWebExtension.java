package io.dogpile.spring.boot.autoconfigure;

import io.dogpile.backend.BackendException;
import io.dogpile.spring.boot.autoconfigure.DogpileEndpoint.Invalidation;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/** Status codes for what asks a backend: 404 if there is no such region, 503 if its backend fails. */
@EndpointWebExtension(endpoint = DogpileEndpoint.class)
class DogpileEndpointWebExtension {

    private final DogpileEndpoint endpoint;

    DogpileEndpointWebExtension(DogpileEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    @ReadOperation
    WebEndpointResponse<Object> key(@Selector String region, @Selector String key) {
        return answer(() -> {
            DogpileEndpoint.Key found = endpoint.key(region, key);
            return found == null
                    ? new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND)
                    : new WebEndpointResponse<>(found);
        });
    }

    @DeleteOperation
    WebEndpointResponse<Object> delete(@Selector String region, String key) {
        return answer(() -> {
            DogpileEndpoint.Deleted deleted = endpoint.delete(region, key);
            return deleted == null
                    ? new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND)
                    : new WebEndpointResponse<>(deleted);
        });
    }

    @WriteOperation
    WebEndpointResponse<Object> invalidate(@Selector String region, Invalidation invalidate) {
        return answer(() -> new WebEndpointResponse<>(
                endpoint.invalidate(region, invalidate)
                        ? WebEndpointResponse.STATUS_NO_CONTENT
                        : WebEndpointResponse.STATUS_NOT_FOUND));
    }

    private static WebEndpointResponse<Object> answer(Supplier<WebEndpointResponse<Object>> request) {
        try {
            return request.get();
        } catch (BackendException failure) {
            return new WebEndpointResponse<>(
                    Map.of("error", String.valueOf(failure.getMessage())),
                    WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE);
        }
    }
}
