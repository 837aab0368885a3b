package studio.diagnosis;

import java.util.concurrent.Callable;

/**
 * One thing to look at. The doctor page, readiness and the self-test of the command line are front ends of checks. A check changes
 * nothing and may take seconds, never more than its caller waits.
 */
public interface Check {

    /** Stable English snake_case, for programs. */
    String id();

    /** @throws Exception which counts as a failed check */
    Finding examine() throws Exception;

    static Check of(String id, Callable<Finding> look) {
        return new Check() {
            @Override
            public String id() {
                return id;
            }

            @Override
            public Finding examine() throws Exception {
                return look.call();
            }
        };
    }
}
