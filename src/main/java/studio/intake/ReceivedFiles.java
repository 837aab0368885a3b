package studio.intake;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;
import studio.config.ConfigDocument;
import studio.config.OtherConfig;
import studio.files.Folders;
import studio.files.OwnerOnly;
import studio.gallery.GalleryEntry;
import studio.gallery.legacy.EarlierEntry;
import studio.intake.Skip.SkippedException;
import studio.intake.ZipPictures.UnusableZipException;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.storage.ImportTally;
import studio.task.legacy.ImportEarlierTasks;

/**
 * The files of an import, in a folder of its own under names of ours. A picture goes into the gallery as soon as it is whole and its
 * file is removed; archives wait until everything has come.
 */
final class ReceivedFiles implements Closeable {
    private static final long MAX_LIST = 512L << 20;
    private static final int MAX_ARCHIVES = 100;
    private static final String GALLERY_LIST = "gallery.json";

    private static final String TASKS = "tasks.json";
    private static final String SETTINGS = "app.config.json";

    /**
     * Where a part belongs.
     *
     * @param name of the file, with the folders that it was in
     * @param size of the whole file
     * @param offset of the part
     */
    record Part(String name, long size, long offset, Instant modified) {}

    private final Path folder;
    private final Intake intake;
    private final TakePicture take;
    private final Descriptions descriptions;
    private final ImportEarlierTasks tasks;
    private final Path incoming;
    private final List<Path> archives = new ArrayList<>();
    private @Nullable Part open;
    private long length;

    ReceivedFiles(Path folder, Intake intake, TakePicture take, EarlierEntry entries, ImportEarlierTasks tasks)
            throws IOException {
        this.folder = folder;
        this.intake = intake;
        this.take = take;
        this.tasks = tasks;
        OwnerOnly.createFolder(folder);
        this.incoming = folder.resolve("incoming");
        this.descriptions = new Descriptions(folder.resolve("described"), entries);
    }

    /**
     * Appends a part. The first one of a file begins it anew, others must follow the one before.
     *
     * @throws ProblemException 409 {@code import_out_of_order} when it does not follow; the progress has the offset that does
     */
    void part(Part part, InputStream body) throws IOException {
        Part before = open;
        boolean follows = before != null && before.name().equals(part.name()) && before.size() == part.size();
        if (part.offset() != 0 && (!follows || part.offset() != length)) {
            throw ProblemException.of(ProblemCode.IMPORT_OUT_OF_ORDER);
        }
        if (part.offset() == 0) {
            Files.deleteIfExists(incoming);
            OwnerOnly.createFile(incoming);
            open = part;
            length = 0;
        }
        try (OutputStream out = Files.newOutputStream(incoming, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            byte[] buffer = new byte[1 << 16];
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                if (intake.state() != Intake.State.RECEIVING) {
                    throw ProblemException.of(ProblemCode.IMPORT_OVER);
                }
                if (length + read > part.size()) {
                    throw ProblemException.of(ProblemCode.IMPORT_OUT_OF_ORDER);
                }
                out.write(buffer, 0, read);
                length += read;
            }
        } finally {
            // A part that broke off is there as far as it came.
            length = Files.size(incoming);
            intake.receiving(part.name(), length);
        }
        if (length == part.size()) {
            open = null;
            intake.receiving(null, 0);
            whole(part);
        }
    }

    private void whole(Part part) throws IOException {
        String name = Descriptions.base(part.name());
        String lower = name.toLowerCase(Locale.ROOT);
        if (ZipPictures.litter(part.name())) {
            intake.skip(part.name(), Skip.NOT_IMPORTED.message());
        } else if (lower.endsWith(".zip")) {
            if (archives.size() >= MAX_ARCHIVES) {
                intake.skip(part.name(), Skip.ARCHIVE_INSIDE.message());
                return;
            }
            archives.add(Files.move(incoming, folder.resolve("archive-" + archives.size())));
        } else if (lower.equals(GALLERY_LIST) && part.size() <= MAX_LIST) {
            descriptions.add(incoming);
            intake.describes(descriptions.size());
        } else {
            picture(incoming, part.name(), part.modified());
        }
    }

    private void picture(Path file, String name, Instant modified) throws IOException {
        String base = Descriptions.base(name);
        try {
            String lower = base.toLowerCase(Locale.ROOT);
            if (lower.equals(TASKS)) {
                takeTasks(file);
                return;
            }
            if (lower.equals(SETTINGS)) {
                takeSettings(file);
                return;
            }
            assertSize(file, ZipPictures.MAX_FILE, Skip.TOO_LARGE);
            Optional<GalleryEntry> described = descriptions.find(base);
            intake.took(take.take(file, base, modified, described));
        } catch (SkippedException e) {
            intake.skip(name, e.reason().message());
        }
    }

    private static void assertSize(Path file, long most, Skip larger) throws IOException, SkippedException {
        if (Files.size(file) > most) {
            throw new SkippedException(larger);
        }
    }

    private void takeTasks(Path file) throws IOException, SkippedException {
        assertSize(file, MAX_LIST, Skip.LIST_TOO_LARGE);
        ImportTally tally = tasks.add(file);
        if (!tally.whole() && tally.imported() == 0) {
            throw new SkippedException(Skip.DAMAGED);
        }
        intake.brought(tally.imported());
    }

    private void takeSettings(Path file) throws IOException, SkippedException {
        assertSize(file, ConfigDocument.MAX_BYTES, Skip.LIST_TOO_LARGE);
        intake.brought(
                OtherConfig.read(Files.readAllBytes(file)).orElseThrow(() -> new SkippedException(Skip.NO_SETTINGS)));
    }

    /** How many archives wait to be read. */
    int archives() {
        return archives.size();
    }

    /** Takes the pictures of all archives, until the import is over. */
    void readArchives() throws IOException, UnusableZipException {
        for (Path archive : archives) {
            try (ZipPictures zip = ZipPictures.open(archive)) {
                read(zip);
            }
        }
    }

    private void read(ZipPictures zip) throws IOException, UnusableZipException {
        List<? extends ZipEntry> entries = zip.files();
        intake.more(entries.size());
        // What is known of the pictures comes before them.
        for (ZipEntry entry : entries) {
            if (isList(entry) && goesOn()) {
                take(zip, entry);
            }
        }
        for (ZipEntry entry : entries) {
            if (!isList(entry) && goesOn()) {
                take(zip, entry);
            }
        }
    }

    private static boolean isList(ZipEntry entry) {
        return Descriptions.base(ZipPictures.name(entry)).equalsIgnoreCase(GALLERY_LIST);
    }

    private boolean goesOn() {
        return intake.state() == Intake.State.WORKING;
    }

    private void take(ZipPictures zip, ZipEntry entry) throws IOException, UnusableZipException {
        String name = ZipPictures.name(entry);
        try {
            if (ZipPictures.unsafe(name)) {
                throw new SkippedException(Skip.UNSAFE_NAME);
            }
            if (name.toLowerCase(Locale.ROOT).endsWith(".zip")) {
                throw new SkippedException(Skip.ARCHIVE_INSIDE);
            }
            zip.extract(entry, incoming);
            if (isList(entry)) {
                descriptions.add(incoming);
                intake.describes(descriptions.size());
            } else {
                Instant modified =
                        entry.getTime() < 0 ? Instant.now() : Instant.ofEpochMilli(Math.max(1, entry.getTime()));
                picture(incoming, name, modified);
            }
        } catch (SkippedException e) {
            intake.skip(name, e.reason().message());
        }
    }

    @Override
    public void close() throws IOException {
        descriptions.close();
        Folders.delete(folder);
    }
}
