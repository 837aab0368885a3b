package studio.settings;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.PathConverter;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import io.smallrye.config.DotEnvConfigSourceProvider;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The environment's values without a running server, through the same {@code application.properties} and the same mappings: for
 * commands, and for the check that precedes the start.
 */
public final class Environment {
    private final SmallRyeConfig config;

    private Environment(SmallRyeConfigBuilder sources) {
        URL mapping = Objects.requireNonNull(Environment.class.getResource("/application.properties"));
        try {
            this.config = sources.withSources(new PropertiesConfigSource(mapping, 250))
                    .addDefaultInterceptors()
                    .withInterceptors(new BlankIsAbsent())
                    .withConverter(Path.class, 200, new PathConverter())
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The product's version as the build wrote it down, for example {@code 0.1.0}. */
    public static String version() {
        try (InputStream in = Environment.class.getResourceAsStream("/version.txt")) {
            return in == null ? "?" : new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Looks where the server looks: system properties, environment variables, the file {@code .env}. */
    public static Environment ofProcess() {
        return new Environment(
                new SmallRyeConfigBuilder().addSystemSources().withSources(new DotEnvConfigSourceProvider()));
    }

    /** Looks nowhere but in the variables given. */
    public static Environment of(Map<String, String> variables) {
        return new Environment(
                new SmallRyeConfigBuilder().withSources(new PropertiesConfigSource(variables, "variables", 300)));
    }

    /** @throws ConfigurationException with a sentence for each wrong value in the mapping */
    public <T> T get(Class<T> mapping) {
        check(List.of(mapping));
        ConfigMappings.registerConfigMappings(config, Set.of(ConfigClass.configClass(mapping)));
        return config.getConfigMapping(mapping);
    }

    /** @throws ConfigurationException with a sentence for each wrong value in any of the mappings */
    public void check(List<? extends Class<?>> mappings) {
        List<String> problems = mappings.stream()
                .flatMap(mapping -> MappingCheck.problems(config, mapping))
                .toList();
        if (!problems.isEmpty()) {
            throw new ConfigurationException(String.join("\n", problems));
        }
    }
}
