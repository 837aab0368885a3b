import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The folders of one measured server. The earlier one keeps its own beside its program, so that is copied.
 *
 * @param folder of all, to be deleted in the end
 * @param server where it runs
 */
record Home(Path folder, Path server) {
    static final String PASSWORD = "bench-only-password";

    /**
     * With an API config for each {@link Picture} and for {@link Upstream#SILENT}.
     *
     * @param upstreamPort where they lead; 0 for nowhere
     * @param entries of the gallery, to be imported
     */
    static Home create(int upstreamPort, int entries) throws IOException {
        Path folder = Files.createTempDirectory("studio-bench-");
        Home home = new Home(folder, Server.EARLIER ? folder.resolve("server") : folder);
        if (Server.EARLIER) {
            Path earlier = Path.of(System.getProperty("bench.earlier")).toAbsolutePath();
            Files.createDirectory(home.server);
            for (String name : List.of("dist", "src", "server/node_modules")) {
                Files.createSymbolicLink(folder.resolve(name), earlier.resolve(name));
            }
            for (String name : List.of("server/index.js", "server/package.json")) {
                Files.copy(earlier.resolve(name), folder.resolve(name));
            }
        }
        Files.createDirectories(home.config().getParent());
        Files.writeString(home.config(), document(upstreamPort == 0 ? 9 : upstreamPort));
        Files.setPosixFilePermissions(home.config(), PosixFilePermissions.fromString("rw-------"));
        if (entries > 0) {
            Seed.json(Files.createDirectory(home.data()), entries);
        }
        return home;
    }

    private static String document(int upstreamPort) {
        Stream<String> ids =
                Stream.concat(Arrays.stream(Picture.values()).map(Picture::id), Stream.of(Upstream.SILENT));
        String configs = ids.map(id -> """
                        {"id":"%1$s","label":"Bench","endpoint":"http://127.0.0.1:%2$d/%1$s/v1/chat/completions",\
                        "model":"google/gemini-2.5-flash-image","description":"","apiKey":"bench"}""".formatted(id, upstreamPort)).collect(Collectors.joining(","));
        return """
                {"auth":{"password":"%s","jwtSecret":"bench-only-8d1f0c3b7a9e5246-0123456789","tokenExpiresIn":"12h"},
                 "apiConfigs":[%s],"defaultApiConfigId":"%s","templates":[]}
                """.formatted(PASSWORD, configs, Picture.ONE.id());
    }

    Path config() {
        return server.resolve("config/app.config.json");
    }

    Path data() {
        return server.resolve("data");
    }

    Path gallery() {
        return server.resolve("gallery");
    }

    Path log() {
        return folder.resolve("log");
    }

    void delete() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
