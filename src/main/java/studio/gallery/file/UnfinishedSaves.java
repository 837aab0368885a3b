package studio.gallery.file;

/** Knows of saves that have not come to their end, here or at another instance. */
public interface UnfinishedSaves {

    /** Whether whoever has stored the picture of this entry may still be about to add the entry. */
    boolean mayAdd(String entryId);
}
