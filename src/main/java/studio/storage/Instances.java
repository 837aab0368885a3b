package studio.storage;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Processes that work on this database: one with a file, any number on PostgreSQL. Each shows every five seconds that it lives, by the
 * clock of the database; one that stops takes its leave, and one that was killed is alive for twenty seconds more.
 */
public interface Instances {

    /**
     * A process as it has shown itself last.
     *
     * @param id same as long as its data folder is
     * @param name host and port, for people; several may have the same
     * @param version of the product
     * @param clockAhead by how much its clock is ahead of the database's; negative: behind
     * @param concurrent tasks that it works on at a time; 0: not known yet
     * @param pictures where it keeps pictures: {@code folder}, or {@code bucket} and its name; for programs to compare
     * @param alive what {@link Instances#alive} says of it
     */
    record Member(
            String id,
            String name,
            String version,
            Instant startedAt,
            Instant seenAt,
            Duration clockAhead,
            int concurrent,
            String pictures,
            boolean alive) {}

    /** The id of this process: in a file of the data folder, so that it is the same after a restart. */
    String own();

    /**
     * Whether an instance is at work, this one included. Inside a transaction it is asked there. While the database did not answer
     * nobody could be seen: for twenty seconds after such a time all are alive that have not taken their leave.
     */
    boolean alive(String id);

    /** All that have been seen in the last day and have not taken their leave, by name. */
    List<Member> all();

    /** Shows to others from now on how many tasks this process works on at a time. */
    void worksOn(int concurrent);

    /** Whether a later process shows itself by this one's id, because its data folder is a copy of this one's. */
    boolean doubled();
}
