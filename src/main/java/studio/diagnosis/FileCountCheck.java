package studio.diagnosis;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import studio.problem.Message;
import studio.settings.FolderSettings;

/** Whether the file system can take more files (inodes): each picture is three. Java cannot ask for that, {@code df} can. */
@Singleton
class FileCountCheck implements Check {
    private static final long FEW = 10_000;
    private static final int SECONDS = 3;

    /** Device, all, used, free: {@code /dev/sda1 6553600 412345 6141255 7% /}; a dash or nought where there is no limit. */
    private static final Pattern LINE = Pattern.compile("\\s(\\d+)\\s+\\d+\\s+(\\d+)\\s+\\S+\\s+/");

    private final FolderSettings folders;

    FileCountCheck(FolderSettings folders) {
        this.folders = folders;
    }

    @Override
    public String id() {
        return "inodes";
    }

    @Override
    public Finding examine(Visit visit) {
        long fewest = Long.MAX_VALUE;
        for (Path folder : List.of(folders.data(), folders.gallery())) {
            fewest = Math.min(fewest, free(folder).orElse(Long.MAX_VALUE));
        }
        if (fewest == Long.MAX_VALUE) {
            return Finding.ok(Message.of("diagnosis.files_unlimited"));
        }
        return fewest < FEW
                ? Finding.warn(Message.of("diagnosis.files_few", fewest))
                : Finding.ok(Message.of("diagnosis.files_room", String.format(Locale.ROOT, "%,d", fewest)));
    }

    private static OptionalLong free(Path folder) {
        try {
            Process df = new ProcessBuilder("df", "-Pi", folder.toAbsolutePath().toString())
                    .redirectErrorStream(true)
                    .start();
            try {
                if (!df.waitFor(SECONDS, TimeUnit.SECONDS)) {
                    return OptionalLong.empty();
                }
                return read(new String(df.getInputStream().readNBytes(4096), StandardCharsets.UTF_8));
            } finally {
                df.destroyForcibly();
            }
        } catch (IOException e) {
            // A small container without the program.
            return OptionalLong.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(e));
        }
    }

    static OptionalLong read(String said) {
        Matcher line = LINE.matcher(said);
        return line.find() && Long.parseLong(line.group(1)) > 0
                ? OptionalLong.of(Long.parseLong(line.group(2)))
                : OptionalLong.empty();
    }
}
