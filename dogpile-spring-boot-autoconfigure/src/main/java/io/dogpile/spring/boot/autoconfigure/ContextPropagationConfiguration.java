package io.dogpile.spring.boot.autoconfigure;

import io.micrometer.context.ContextSnapshot;
import org.slf4j.MDC;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.task.support.ContextPropagatingTaskDecorator;

/** What is carried to background threads, as far as its libraries are there. */
@Configuration(proxyBeanMethods = false)
class ContextPropagationConfiguration {

    @Bean
    ContextPropagation dogpileContextPropagation(ObjectProvider<ContextCarrier> carriers) {
        return new ContextPropagation(carriers.orderedStream().toList());
    }

    /** Outermost, because tracers put the ids of what they open into the MDC, and take them out again. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MDC.class)
    @ConditionalOnBooleanProperty(name = "dogpile.propagate-context", matchIfMissing = true)
    static class MdcConfiguration {

        @Bean
        @Order(0)
        ContextCarrier dogpileMdcCarrier() {
            return new MdcCarrier();
        }
    }

    /** Everything for which Micrometer's library has an accessor: observations and so traces, security, and others. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ContextSnapshot.class)
    @ConditionalOnBooleanProperty(name = "dogpile.propagate-context", matchIfMissing = true)
    static class SnapshotConfiguration {

        @Bean
        @Order(1)
        ContextCarrier dogpileSnapshotCarrier() {
            return new SnapshotCarrier(new ContextPropagatingTaskDecorator());
        }
    }

    /** A bean of the decorator's own type would be applied to all of Boot's executors. */
    record SnapshotCarrier(ContextPropagatingTaskDecorator decorator) implements ContextCarrier {

        @Override
        public Runnable carry(Runnable task) {
            return decorator.decorate(task);
        }

        @Override
        public boolean isBootsToo() {
            return true;
        }
    }
}
