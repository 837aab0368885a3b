package studio.account;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;

/** How sign-ins end: many wrong passwords are somebody who guesses. */
@Singleton
class SignInMetrics {
    private final Counter signedIn;
    private final Counter wrongPassword;
    private final Counter throttled;

    SignInMetrics(MeterRegistry registry) {
        this.signedIn = counter(registry, "signed_in");
        this.wrongPassword = counter(registry, "wrong_password");
        this.throttled = counter(registry, "throttled");
    }

    void signedIn() {
        signedIn.increment();
    }

    void wrongPassword() {
        wrongPassword.increment();
    }

    void throttled() {
        throttled.increment();
    }

    private static Counter counter(MeterRegistry registry, String outcome) {
        return Counter.builder("studio.sign.ins")
                .tag("outcome", outcome)
                .description("Tries to sign in")
                .register(registry);
    }
}
