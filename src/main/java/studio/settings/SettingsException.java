package studio.settings;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.List;

/**
 * The environment holds values that make no sense. Its message is for the person who started the studio: Quarkus prints
 * it alone, without a stack trace, and ends with exit code 1.
 */
public final class SettingsException extends ConfigurationException {

    /** @param problems one sentence each */
    SettingsException(List<String> problems) {
        super(String.join("\n", problems));
    }
}
