package studio.gallery;

import java.util.Optional;

/** The index of pictures, as other features use it. */
public interface Gallery {

    /** How many pictures there are and how large they are together, without their small copies. */
    record Totals(long entries, long bytes) {}

    /** Adds the entry, or replaces one of the same id; joins the transaction under way, see {@code studio.storage}. */
    void add(GalleryEntry entry);

    /** A live entry (not in the trash). */
    Optional<GalleryEntry> find(String id);

    /** Of the live entries; kept up to date by every change, so asking is cheap. */
    Totals totals();

    /** Of the trash; read from an index. */
    Totals trashTotals();
}
