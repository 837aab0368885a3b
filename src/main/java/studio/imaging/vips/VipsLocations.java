package studio.imaging.vips;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where libvips may lie, first choice first: the configured path, {@code /opt/vips/} (containers), and a folder
 * {@code vips/linux-x64/} or {@code vips/linux-arm64/} beside the program or at most three folders above it. The last rule
 * finds {@code target/vips/} from {@code target/classes} and from an executable in {@code target/}, and
 * {@code quarkus-app/vips/} from the jars of a packaged application, wherever it was started from.
 */
public final class VipsLocations {
    private static final Path CONTAINER = Path.of("/opt/vips");
    private static final int LEVELS = 3;

    private VipsLocations() {}

    public static List<Path> candidates(@Nullable Path configured) {
        List<Path> found = new ArrayList<>();
        if (configured != null) {
            found.add(configured);
        }
        found.addAll(sharedObjects(CONTAINER));
        for (Path program : programs()) {
            Path folder = program.toAbsolutePath().normalize().getParent();
            for (int level = 0; level < LEVELS && folder != null; level++) {
                found.addAll(sharedObjects(folder.resolve("vips").resolve(platform())));
                folder = folder.getParent();
            }
        }
        return found.stream().distinct().toList();
    }

    /** A folder that may not be read holds no library for us. */
    private static List<Path> sharedObjects(Path folder) {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "libvips*.so*")) {
                files.forEach(found::add);
            } catch (IOException e) {
                return List.of();
            }
        }
        found.sort(null);
        return found;
    }

    /** The folder or jar of the classes, and the executable. */
    private static List<Path> programs() {
        List<Path> programs = new ArrayList<>();
        CodeSource source = VipsLocations.class.getProtectionDomain().getCodeSource();
        try {
            if (source != null
                    && source.getLocation() != null
                    && "file".equals(source.getLocation().getProtocol())) {
                programs.add(Path.of(source.getLocation().toURI()));
            }
        } catch (URISyntaxException | IllegalArgumentException e) {
            // Not a place in the file system; the executable remains.
        }
        ProcessHandle.current().info().command().map(Path::of).ifPresent(programs::add);
        return programs;
    }

    private static String platform() {
        String machine = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        return machine.equals("aarch64") || machine.equals("arm64") ? "linux-arm64" : "linux-x64";
    }
}
