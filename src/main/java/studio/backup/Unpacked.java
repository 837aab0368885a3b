package studio.backup;

/**
 * What an archive holds, all of it proven.
 *
 * @param bytes of all files together
 * @param pictures of the gallery, those in the trash included, without small copies
 */
record Unpacked(Archive.Manifest manifest, long files, long bytes, long pictures) {}
