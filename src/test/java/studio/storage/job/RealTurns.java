package studio.storage.job;

import studio.storage.RealDatabase;

/** Turns of one instance of several. */
public final class RealTurns {
    private RealTurns() {}

    /** @param real on PostgreSQL */
    public static Turns of(RealDatabase real) {
        return new PostgresTurns(real.writer());
    }
}
