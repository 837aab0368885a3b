package studio.files;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Where the shared libraries lie that come with the program, first choice first: {@code /opt/NAME/} (containers), and a folder
 * {@code NAME/linux-x64/} or {@code NAME/linux-arm64/} beside the program or at most three folders above it. The last rule finds
 * {@code target/NAME/} from {@code target/classes} and from an executable in {@code target/}, and {@code quarkus-app/NAME/} from
 * the jars of a packaged application, wherever it was started from.
 */
public final class BesideProgram {
    private static final Path CONTAINER = Path.of("/opt");
    private static final int LEVELS = 3;

    private BesideProgram() {}

    /** The folders of this name that there are. */
    public static List<Path> folders(String name) {
        Path installed = Path.of(name, platform());
        Stream<Path> beside = programs().flatMap(program -> Stream.iterate(
                        program.toAbsolutePath().normalize().getParent(), folder -> folder != null, Path::getParent)
                .limit(LEVELS)
                .map(folder -> folder.resolve(installed)));
        return Stream.concat(Stream.of(CONTAINER.resolve(name)), beside)
                .filter(Files::isDirectory)
                .distinct()
                .toList();
    }

    /** The folder or jar of the classes, and the executable. */
    private static Stream<Path> programs() {
        List<Path> programs = new ArrayList<>();
        CodeSource source = BesideProgram.class.getProtectionDomain().getCodeSource();
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
        return programs.stream();
    }

    private static String platform() {
        String machine = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        return machine.equals("aarch64") || machine.equals("arm64") ? "linux-arm64" : "linux-x64";
    }
}
