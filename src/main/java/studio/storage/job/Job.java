package studio.storage.job;

import java.time.Duration;

/**
 * Work that comes again. Features produce their jobs as beans, and {@link RunJobs} runs all of them: by the scheduler of the process
 * where it is alone, by rows of the database where there are several. A job may be cut off at any moment, and begun again elsewhere
 * while an instance that only seemed dead still works on it.
 *
 * @param name of letters and hyphens; stays the same over versions, since a row has it
 * @param every how long it rests after each run
 * @param first how long after the start of the first process it is run for the first time
 */
public record Job(String name, Duration every, Duration first, Where where, Work work) {

    /** Which processes run a job. */
    public enum Where {
        /** One of them, since it is about what all of them share. */
        ONCE,
        /** The same, and none where there is only one process, which does this work on startup. */
        ONCE_OF_SEVERAL,
        /** Each, since it is about its own disk or memory. */
        EACH
    }

    /** What is done. */
    @FunctionalInterface
    public interface Work {
        void run() throws Exception;
    }

    public Job {
        if (!name.matches("[a-z]+(-[a-z]+)*")) {
            throw new IllegalArgumentException("Not the name of a job: " + name);
        }
    }

    /** See {@link Where#ONCE}. */
    public static Job once(String name, Duration every, Duration first, Work work) {
        return new Job(name, every, first, Where.ONCE, work);
    }

    /** See {@link Where#ONCE_OF_SEVERAL}. */
    public static Job onceOfSeveral(String name, Duration every, Duration first, Work work) {
        return new Job(name, every, first, Where.ONCE_OF_SEVERAL, work);
    }

    /** See {@link Where#EACH}. */
    public static Job each(String name, Duration every, Duration first, Work work) {
        return new Job(name, every, first, Where.EACH, work);
    }
}
