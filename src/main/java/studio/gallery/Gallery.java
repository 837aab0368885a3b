package studio.gallery;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import studio.web.BasePath.ServerPath;

/**
 * The index of pictures. An entry is live or in the trash; an id and a file name belong to one entry. Writes join the
 * transaction under way, see {@link studio.storage.Transactions}; lists with a limit of their own are batches of at most 500.
 */
public interface Gallery {

    /** How many pictures there are and how large they are together, without their small copies. */
    @RegisterForReflection
    record Totals(long entries, long bytes) {}

    /**
     * What the reconciliation compares with the files of an entry.
     *
     * @param seq rises with every entry that is added
     */
    @RegisterForReflection
    record FileRow(
            long seq,
            String id,
            String fileName,
            @Nullable String previewName,
            boolean hasThumbnail,
            boolean missing,
            boolean trashed) {}

    /**
     * Entries as JSON, which the index writes itself: no entry is an object on its way into an answer.
     *
     * @param json the objects with commas between them, in UTF-8, as {@link GalleryEntry} is written
     * @param next the place of the last of them; null when no more follow
     */
    @SuppressWarnings("ArrayRecordComponent") // Bytes on their way, which nothing compares.
    record Listing(byte[] json, int count, @Nullable Cursor next) {}

    /**
     * A part of the gallery's list.
     *
     * @param total how many entries the whole list has
     */
    record GalleryPage(Listing entries, long total) {}

    /** A part of the trash, the latest deletion first. */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record TrashPage(List<TrashedEntry> entries, @Nullable String nextCursor, long total) {}

    /**
     * An entry in the trash. Of its picture only the thumbnail has an address until it is restored.
     *
     * @param thumbnailPath null for a picture without a thumbnail
     * @param expiresAt from when on it may be gone for good
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TrashedEntry(
            GalleryEntry entry,

            @JsonSerialize(using = ServerPath.class) @Nullable
            String thumbnailPath,

            Instant deletedAt,
            Instant expiresAt) {

        static TrashedEntry of(GalleryEntry entry, Instant deletedAt, Instant expiresAt) {
            String thumbnail = entry.hasThumbnail() ? "/gallery/trash/thumb-" + entry.fileName() : null;
            return new TrashedEntry(entry, thumbnail, deletedAt, expiresAt);
        }
    }

    /** Reads one entry of many. */
    @FunctionalInterface
    interface EntryReader<E extends Exception> {
        void read(GalleryEntry entry) throws E;
    }

    /**
     * Adds the entry. An entry that was made of the same picture's file meanwhile is completed and stays in the trash or a
     * favourite if it is.
     *
     * @throws IllegalStateException when there is another picture of this id
     */
    void add(GalleryEntry entry);

    /** Adds those whose id and file name are both new, in one transaction; returns how many. */
    int addNew(List<GalleryEntry> entries);

    /** Adds those whose id and file name are both new, as deleted at this time; returns how many. */
    int addTrashed(List<GalleryEntry> entries, Instant now);

    /** Whether there is an entry of this id, live or in the trash. */
    boolean exists(String id);

    /** Whether there is an entry of this id with this file, live or in the trash. */
    boolean holds(String id, String fileName);

    /** A live entry. */
    Optional<GalleryEntry> find(String id);

    /** The live ones among these entries, in the same order. */
    List<GalleryEntry> findAll(Collection<String> ids);

    /** The live entry of a picture file. */
    Optional<GalleryEntry> findByFile(String fileName);

    /** Those of these entries that are in the trash, in the same order. */
    List<GalleryEntry> findTrashed(Collection<String> ids);

    /**
     * A page of live entries.
     *
     * @param after the last entry of the page before
     * @param base what paths of this server begin with, see {@link studio.web.BasePath}
     * @throws studio.problem.ProblemException 503 when a search cannot be answered in time
     */
    GalleryPage page(GalleryFilter filter, @Nullable Cursor after, int limit, String base);

    /**
     * How many live entries each day has.
     *
     * @param zone whose days are meant
     * @throws studio.problem.ProblemException 503 as of {@link #page}
     */
    GalleryTimeline timeline(GalleryFilter filter, ZoneId zone);

    /** The ids of live entries, in the order of the list; 503 as of {@link #page}. */
    List<String> ids(GalleryFilter filter, int limit);

    /**
     * Ids of entries in the trash.
     *
     * @param deletedAt when they were deleted, to the millisecond; null for any time
     */
    List<String> trashedIds(@Nullable Instant deletedAt, int limit);

    /**
     * Some 100 KB of the live entries, newest first; more when the first one is larger. All of them, part by part, need no
     * snapshot and little memory, however slowly they are taken.
     *
     * @param after the last entry of the part before
     */
    Listing part(@Nullable Cursor after, String base);

    /** Passes on every live entry, newest first, holding few in memory and no snapshot while the reader is slow. */
    <E extends Exception> void forEach(EntryReader<E> reader) throws E;

    /** What live entries can be narrowed to; does not depend on how many there are. */
    GalleryFacets facets();

    /**
     * A page of the trash.
     *
     * @param after the last entry of the page before, by the time of its deletion
     * @param timeToLive after which an entry in the trash expires
     */
    TrashPage trashPage(@Nullable Cursor after, int limit, Duration timeToLive);

    /** Of the live entries; maintained by every change, so that reading them is cheap. */
    Totals totals();

    /** Of the trash; as cheap. */
    Totals trashTotals();

    /** Marks the live ones among these entries, or removes the mark, and returns them as they are then. */
    List<GalleryEntry> favorite(Collection<String> ids, boolean favorite);

    /** Marks the live ones among these entries as deleted, and returns them. */
    List<GalleryEntry> trash(Collection<String> ids, Instant now);

    /** Makes entries in the trash live again. */
    void restore(Collection<String> ids);

    /** Removes entries from the trash for good, in one transaction. */
    void purge(Collection<String> ids);

    /** A batch of entries that were deleted before this time, the earliest first. */
    List<GalleryEntry> trashedBefore(Instant time);

    /**
     * A batch of live entries that a limit leaves out, the oldest first. Favourites are neither counted nor returned.
     *
     * @param oldest the time before which entries are too old
     * @param count of the newest that may stay
     * @param bytes that those that stay may have together
     */
    List<String> beyond(Instant oldest, long count, long bytes);

    /** Notes which small files an entry has; see {@link GalleryEntry}. */
    void updateFiles(String id, boolean hasThumbnail, @Nullable String previewName, @Nullable String placeholder);

    /** Notes whether the file of a live entry is gone. */
    void markMissing(String id, boolean missing);

    /** The next entries after this number, live or in the trash. */
    List<FileRow> rowsAfter(long seq, int limit);

    /** Of these files, those that have an entry, and whether it is in the trash. */
    Map<String, Boolean> known(List<String> fileNames);

    /** The files of live entries that have exactly this many bytes, at most 100. */
    List<String> filesOfSize(long bytes);

    /**
     * Prepares the texts that an earlier version wrote for the search, for about this long.
     *
     * @return whether all are prepared
     */
    boolean prepareSearch(Duration longest);
}
