package studio.gallery;

import java.util.Optional;

/** The index of pictures, as other features use it. */
public interface Gallery {

    /** How much the gallery holds, without its trash. */
    record Totals(long entries, long bytes) {}

    /** Adds the entry, or replaces one of the same id; joins the transaction under way, see {@code studio.storage}. */
    void add(GalleryEntry entry);

    /** A live entry (not in the trash). */
    Optional<GalleryEntry> find(String id);

    /** Kept up to date by every change, so asking is cheap. */
    Totals totals();
}
