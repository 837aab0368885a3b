package studio.storage.move;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of a table, one after the other. */
interface RowCursor extends Closeable {

    /** The names of the columns. */
    List<String> columns();

    /**
     * The next row: a {@link Long}, a {@link String} or null for each column; null when there are no more.
     *
     * @throws IOException when they cannot be read, or are no rows
     */
    @Nullable
    Object @Nullable [] next() throws IOException;
}
