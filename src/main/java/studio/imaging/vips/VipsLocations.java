package studio.imaging.vips;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import studio.files.BesideProgram;

/** Where libvips may lie, first choice first: the configured path, then what came with the program. */
public final class VipsLocations {
    private VipsLocations() {}

    public static List<Path> candidates(@Nullable Path configured) {
        return Stream.concat(
                        Stream.ofNullable(configured),
                        BesideProgram.folders("vips").stream().flatMap(folder -> sharedObjects(folder).stream()))
                .distinct()
                .toList();
    }

    /** A folder that may not be read holds no library for us. */
    private static List<Path> sharedObjects(Path folder) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "libvips*.so*")) {
            files.forEach(found::add);
        } catch (IOException e) {
            return List.of();
        }
        found.sort(null);
        return found;
    }
}
