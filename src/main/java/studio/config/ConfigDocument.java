package studio.config;

import java.io.IOException;
import java.util.Optional;

/**
 * The text of {@code app.config.json}, wherever it is kept. Others write it too, people with an editor or other instances: so each state
 * has a version, and a write names the version that it replaces. Methods block; failures of the place are {@link IOException}s, those of
 * a database that pass are thrown as it throws them ({@link studio.storage.StorageException#passes}).
 */
public interface ConfigDocument {
    int MAX_BYTES = 32 << 20;

    /** Identifies a state; changes with each write, by any writer. */
    record Version(String value) {}

    /** @param version of this content, or of an earlier one, so that a later change is always noticed */
    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    record State(byte[] content, Version version) {}

    /** Where it is kept, for people. */
    String place();

    /** The version of the state that is there, empty without one; cheap, it is asked once a second to notice changes. */
    Optional<Version> version() throws IOException;

    /** The state that is there, empty without one. Content larger than {@link #MAX_BYTES} is an error. */
    Optional<State> read() throws IOException;

    /** Whether other processes write it as a matter of course, so that what they have just written is asked for. */
    default boolean shared() {
        return false;
    }

    /**
     * Calls back soon after somebody else has changed the state, on any thread, where that is heard of. Who must not miss a change asks
     * for the {@link #version} as well.
     */
    default void whenChanged(Runnable look) {}

    /**
     * Replaces the state atomically: after a crash the old or the new one is there.
     *
     * @param expected of the state to replace, empty to create the first
     * @return the new version; empty when another state than expected is there, which then stays
     */
    Optional<Version> write(byte[] content, Optional<Version> expected) throws IOException;
}
