package studio.gallery;

import java.util.Optional;

/** The index of pictures, as other features use it. */
public interface Gallery {

    /** How many pictures there are and how large they are together, without their small copies. */
    record Totals(long entries, long bytes) {}

    /**
     * Adds the entry; joins the transaction under way, see {@code studio.storage}. An entry that was made of the same picture's
     * file meanwhile is completed and stays in the trash or a favourite if it is.
     *
     * @throws IllegalStateException when there is another picture of this id
     */
    void add(GalleryEntry entry);

    /** Whether there is an entry of this id, in the trash too. */
    boolean exists(String id);

    /** A live entry (not in the trash). */
    Optional<GalleryEntry> find(String id);

    /** Of the live entries; kept up to date by every change, so asking is cheap. */
    Totals totals();

    /** Of the trash; read from an index. */
    Totals trashTotals();
}
