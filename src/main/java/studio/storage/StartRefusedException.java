package studio.storage;

import io.quarkus.runtime.configuration.ConfigurationException;

/**
 * The data folder is as it is, and this program must not start on it. At the start Quarkus prints the message alone,
 * without a stack trace, and ends with exit code 1.
 */
public final class StartRefusedException extends ConfigurationException {
    StartRefusedException(String zh, String en) {
        super(zh + "\n" + en);
    }
}
