package studio.gallery;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import studio.storage.Sql;

/** How many entries a list has: from sums that are kept anyway where that is possible, else counted along an index. */
final class SqlListCount {
    /** From here on it is cheaper to walk a list in its order and look for matches than to fetch all of them and sort. */
    private static final long COMMON = 1000;

    private final Connection connection;
    private final GalleryFilter filter;
    private final @Nullable SearchText text;
    private final @Nullable String match;
    private final long matches;

    SqlListCount(Connection connection, GalleryFilter filter) throws SQLException {
        this.connection = connection;
        this.filter = filter;
        this.text = filter.search();
        this.match = text == null ? null : text.match();
        this.matches = match == null
                ? 0
                : Sql.number(connection, "SELECT count(*) FROM gallery_text WHERE gallery_text MATCH ?", match);
    }

    /** The filter as a query that suits this number. */
    GalleryQuery query() {
        return new GalleryQuery(filter, matches > COMMON);
    }

    long total() throws SQLException {
        List<GalleryFilter.Facet> facets = filter.facets();
        if (filter.timed() || facets.size() > 1) {
            return counted();
        }
        if (text == null) {
            return facets.isEmpty()
                    ? Sql.number(connection, "SELECT entries FROM gallery_total")
                    : kept(facets.getFirst());
        }
        return facets.isEmpty() && match != null && text.unindexed().isEmpty() ? matches - trashed(match) : counted();
    }

    private long kept(GalleryFilter.Facet facet) throws SQLException {
        return Sql.number(
                connection,
                "SELECT entries FROM gallery_facet WHERE name = ? AND value = ?",
                facet.name(),
                facet.value());
    }

    /** The index of texts knows the trash too, which is small. */
    private long trashed(String match) throws SQLException {
        return Sql.number(
                connection,
                "SELECT count(*) FROM gallery_entry WHERE deleted_at IS NOT NULL AND " + GalleryQuery.WALKED,
                match);
    }

    private long counted() throws SQLException {
        GalleryQuery query = query();
        return Sql.number(connection, query.count(), query.values());
    }
}
