package studio.config;

/** A reference to a secret leads nowhere. The message names the reference's target, never a secret. */
public final class SecretUnavailableException extends Exception {

    SecretUnavailableException(String message) {
        super(message);
    }

    SecretUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
