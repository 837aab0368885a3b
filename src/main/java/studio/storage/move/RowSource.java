package studio.storage.move;

import java.io.IOException;
import java.util.Optional;

/** Where rows come from. */
interface RowSource {

    /** The rows of a table, to be closed; empty when there is no such table. */
    Optional<RowCursor> open(String table) throws IOException;
}
