package studio.storage;

import io.quarkus.runtime.configuration.ConfigurationException;
import studio.problem.Language;
import studio.problem.Message;

/**
 * The data folder is as it is, and this program must not start on it. At the start Quarkus prints the message alone,
 * without a stack trace, and ends with exit code 1.
 */
public final class StartRefusedException extends ConfigurationException {
    StartRefusedException(Message message) {
        super(message.in(Language.CHINESE) + "\n" + message.in(Language.ENGLISH));
    }
}
