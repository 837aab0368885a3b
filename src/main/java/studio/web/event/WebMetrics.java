package studio.web.event;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;

/** How many readers the event streams have. */
@Singleton
class WebMetrics implements MeterBinder {
    private final EventStreams streams;

    WebMetrics(EventStreams streams) {
        this.streams = streams;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("studio.event.streams", streams, EventStreams::count)
                .description("Open event streams")
                .register(registry);
    }
}
