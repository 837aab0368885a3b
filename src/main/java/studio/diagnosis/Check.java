package studio.diagnosis;

import java.util.concurrent.Callable;

/**
 * One thing to look at. The doctor page, readiness and the self-test of the command line are front ends of checks. A check changes
 * nothing and may take seconds, never more than its caller waits.
 *
 * @param id stable English snake_case, for programs
 * @param examine what it throws counts as a failed check
 */
public record Check(String id, Callable<Finding> examine) {}
