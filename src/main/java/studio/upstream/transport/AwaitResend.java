package studio.upstream.transport;

import io.smallrye.faulttolerance.api.BeforeRetryHandler;
import org.eclipse.microprofile.faulttolerance.ExecutionContext;

/** Waits between two tries, outside of {@code @Timeout} and open to cancellation, which {@code @Retry}'s own delay is not. */
public final class AwaitResend implements BeforeRetryHandler {
    @Override
    public void handle(ExecutionContext context) {
        if (context.getFailure() instanceof Resend resend) {
            resend.await();
        }
    }
}
