package studio.picture.bucket;

import io.quarkus.runtime.configuration.ConfigurationException;
import studio.problem.Language;
import studio.problem.Message;

/** The settings of the bucket are as they are, and the program must not start with them. See {@code StartRefusedException}. */
final class BucketUnusableException extends ConfigurationException {
    BucketUnusableException(Message message) {
        super(message.in(Language.CHINESE) + "\n" + message.in(Language.ENGLISH));
    }
}
