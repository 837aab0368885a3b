package studio.storage;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/**
 * A readable copy of one store, for people and for moving to and from the earlier Node server. Every bean of this type is
 * written by {@link Mirrors}.
 */
public interface Mirror {

    /** The file's name in the data folder, for example {@code gallery.json}; also the key of {@link EarlierData}. */
    String fileName();

    /** What it is a copy of; a change of that makes {@link Mirrors} write it. */
    ChangeBus.Subject subject();

    /** Writes the whole document as a stream, from the last committed state. */
    void writeTo(JsonGenerator json) throws IOException;
}
