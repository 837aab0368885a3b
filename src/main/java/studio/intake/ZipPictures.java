package studio.intake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import studio.files.OwnerOnly;
import studio.intake.Skip.SkippedException;
import studio.problem.Message;

/**
 * The files of a ZIP, taken out one after the other into a file of ours: no name of an entry is ever a path, and all of them together
 * may not become much more than the archive is.
 */
final class ZipPictures implements Closeable {
    /** Of one file. */
    static final long MAX_FILE = 200L << 20;

    /** Pictures are compressed already. */
    private static final long MAX_RATIO = 30;

    private static final long ALLOWANCE = 256L << 20;
    private static final int BUFFER = 1 << 16;
    private static final Pattern ABSOLUTE = Pattern.compile("(?s)[/\\\\].*|[A-Za-z]:.*");
    private static final Set<String> LITTER = Set.of("thumbs.db", "desktop.ini", "__macosx");
    private static final List<Charset> NAMES =
            Charset.isSupported("GB18030") ? List.of(UTF_8, Charset.forName("GB18030")) : List.of(UTF_8);

    /** An archive that is not read any further. */
    static final class UnusableZipException extends Exception {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial") // never serialized
        private final Message reason;

        UnusableZipException(String key) {
            super(key, null, false, false);
            this.reason = Message.of(key);
        }

        Message reason() {
            return reason;
        }
    }

    private final ZipFile zip;
    private long budget;

    private ZipPictures(ZipFile zip, long budget) {
        this.zip = zip;
        this.budget = budget;
    }

    /** @throws UnusableZipException when it is damaged, encrypted, or lists too many files */
    static ZipPictures open(Path file) throws IOException, UnusableZipException {
        try {
            if (!ZipDirectory.of(file).bounded()) {
                throw new UnusableZipException("intake.zip_too_many");
            }
            // Any bytes are a name in Latin-1; what they stand for is decided by name().
            return new ZipPictures(new ZipFile(file.toFile(), ISO_8859_1), ALLOWANCE + MAX_RATIO * Files.size(file));
        } catch (ZipException e) {
            throw new UnusableZipException("intake.zip_unreadable");
        } catch (IOException e) {
            if (Files.isReadable(file)) {
                throw new UnusableZipException("intake.zip_unreadable");
            }
            throw e;
        }
    }

    /** The entries that are files and not what systems leave behind. */
    List<? extends ZipEntry> files() {
        return zip.stream()
                .filter(entry -> !entry.isDirectory() && !litter(name(entry)))
                .toList();
    }

    int size() {
        return zip.size();
    }

    /** The name as it was meant: archives of Chinese systems have it in their own encoding, without saying so. */
    static String name(ZipEntry entry) {
        byte[] bytes = entry.getName().getBytes(ISO_8859_1);
        // Characters beyond Latin-1 were marked as UTF-8 and are read already.
        if (!new String(bytes, ISO_8859_1).equals(entry.getName())) {
            return entry.getName();
        }
        return NAMES.stream()
                .flatMap(charset -> decoded(bytes, charset).stream())
                .findFirst()
                .orElse(entry.getName());
    }

    private static Optional<String> decoded(byte[] bytes, Charset charset) {
        try {
            return Optional.of(
                    charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** Hidden files, what systems put beside pictures, and small copies that the earlier server made itself. */
    static boolean litter(String name) {
        String[] parts = name.toLowerCase(Locale.ROOT).split("[/\\\\]", -1);
        for (String part : parts) {
            if ((part.startsWith(".") && !part.equals("..") && !part.equals(".")) || LITTER.contains(part)) {
                return true;
            }
        }
        String folder = parts.length < 2 ? "" : parts[parts.length - 2];
        return (folder.equals("thumbnails") && parts[parts.length - 1].startsWith("thumb-"))
                || folder.equals("previews");
    }

    /** Whether a name tries to lead out of the folder it is in. */
    static boolean unsafe(String name) {
        return ABSOLUTE.matcher(name).matches()
                || List.of(name.split("[/\\\\]", -1)).contains("..")
                || name.chars().anyMatch(Character::isISOControl);
    }

    /**
     * Takes a file out.
     *
     * @param target replaced
     * @throws SkippedException when this file is no use
     * @throws UnusableZipException when the archive has become much more than it is
     */
    void extract(ZipEntry entry, Path target) throws IOException, SkippedException, UnusableZipException {
        CRC32 sum = new CRC32();
        long written = 0;
        // What was there may be a picture of the gallery under its other name by now.
        Files.deleteIfExists(target);
        OwnerOnly.createFile(target);
        try (InputStream in = new CheckedInputStream(zip.getInputStream(entry), sum);
                OutputStream out = Files.newOutputStream(target)) {
            byte[] buffer = new byte[BUFFER];
            for (int read = read(in, buffer); read >= 0; read = read(in, buffer)) {
                written += read;
                budget -= read;
                if (budget < 0) {
                    throw new UnusableZipException("intake.zip_bomb");
                }
                if (written > MAX_FILE) {
                    throw new SkippedException(Skip.TOO_LARGE);
                }
                out.write(buffer, 0, read);
            }
        }
        if (entry.getCrc() >= 0 && entry.getCrc() != sum.getValue()) {
            throw new SkippedException(Skip.DAMAGED);
        }
    }

    private static int read(InputStream in, byte[] buffer) throws SkippedException {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw new SkippedException(Skip.DAMAGED);
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
