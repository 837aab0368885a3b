package studio.settings;

import io.smallrye.config.DotEnvConfigSourceProvider;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** Reads variables where the server reads them, without the server: system properties, environment, {@code .env}. */
final class ProcessEnvironment {
    private final Iterable<ConfigSource> files =
            new DotEnvConfigSourceProvider().getConfigSources(ProcessEnvironment.class.getClassLoader());

    Optional<String> value(String name) {
        return Stream.concat(
                        Stream.of(
                                        Optional.ofNullable(System.getProperty(name)),
                                        Optional.ofNullable(System.getenv(name)))
                                .flatMap(Optional::stream),
                        StreamSupport.stream(files.spliterator(), false)
                                .map(source -> source.getValue(name))
                                .filter(Objects::nonNull))
                .findFirst();
    }
}
