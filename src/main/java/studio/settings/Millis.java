package studio.settings;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;

/** A time as a number of milliseconds; Quarkus' own converter takes a number for seconds. */
@RegisterForReflection
public final class Millis extends Form<Duration> {
    public Millis() {
        super("a number of milliseconds from %d to %d");
    }

    @Override
    public Duration convert(String text) {
        return Duration.ofMillis(Long.parseLong(text));
    }
}
