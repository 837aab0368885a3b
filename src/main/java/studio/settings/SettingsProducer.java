package studio.settings;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the one {@link Settings} instance, first of all at the start, so that a bad value stops it. */
@Dependent
class SettingsProducer {

    @Produces
    @Singleton
    @Startup(-2)
    Settings settings(Environment environment) {
        return SettingsParser.parse(environment);
    }
}
