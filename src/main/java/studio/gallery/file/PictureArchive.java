package studio.gallery.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import studio.gallery.GalleryEntry;
import studio.picture.LocalPicture;
import studio.picture.StoredPicture;

/**
 * Many pictures as one ZIP, written while it is sent. No file in between, and no more than a buffer in memory; pictures are
 * stored as they are, since they do not get smaller.
 */
public final class PictureArchive {
    private final List<GalleryEntry> entries;
    private final ImageFiles images;
    private final Set<String> taken = new HashSet<>();
    private final List<String> missing = new ArrayList<>();

    /** @param missing requested ids without an entry; the archive lists them */
    public PictureArchive(List<GalleryEntry> entries, Collection<String> missing, ImageFiles images) {
        this.entries = entries;
        this.images = images;
        this.missing.addAll(missing);
    }

    public void writeTo(OutputStream out) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(out, UTF_8)) {
            for (GalleryEntry entry : entries) {
                StoredPicture picture = images.find(entry.fileName()).orElse(null);
                if (picture == null) {
                    missing.add(entry.id());
                } else {
                    try (LocalPicture file = picture.local()) {
                        store(zip, entry, file.path());
                    }
                }
            }
            if (!missing.isEmpty()) {
                zip.putNextEntry(new ZipEntry("missing.txt"));
                zip.write((String.join("\n", missing) + "\n").getBytes(UTF_8));
                zip.closeEntry();
            }
        }
    }

    private void store(ZipOutputStream zip, GalleryEntry entry, Path file) throws IOException {
        ZipEntry target = new ZipEntry(uniqueName(entry));
        target.setMethod(ZipEntry.STORED);
        target.setLastModifiedTime(FileTime.from(entry.createdAt()));
        // A stored entry starts with its checksum, so the file is read twice; the second time from the page cache.
        CRC32 checksum = new CRC32();
        try (OutputStream checked = new CheckedOutputStream(OutputStream.nullOutputStream(), checksum)) {
            target.setSize(Files.copy(file, checked));
        }
        target.setCrc(checksum.getValue());
        zip.putNextEntry(target);
        Files.copy(file, zip);
        zip.closeEntry();
    }

    private String uniqueName(GalleryEntry entry) {
        String name = DownloadName.of(entry, entry.format());
        int dot = name.lastIndexOf('.');
        String unique = name;
        for (int number = 2; !taken.add(unique); number++) {
            unique = name.substring(0, dot) + " (" + number + ")" + name.substring(dot);
        }
        return unique;
    }
}
