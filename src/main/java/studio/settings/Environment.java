package studio.settings;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.PathConverter;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.DotEnvConfigSourceProvider;
import io.smallrye.config.Priorities;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.annotation.Priority;
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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The environment's values without a running server, through the same {@code application.properties} and the same mappings: for
 * commands, and for the check that precedes the start.
 */
public final class Environment {
    /**
     * Trims what environment variables hold, and treats one that is set and blank as not set, so that <code>${PORT:51130}</code> in
     * {@code application.properties} yields the default. Runs beneath the expansion of such expressions.
     */
    @Priority(Priorities.LIBRARY + 100)
    public static final class BlankIsAbsent implements ConfigSourceInterceptor {
        private static final Pattern VARIABLE = Pattern.compile("[A-Z][A-Z0-9_]*");

        @Override
        public @Nullable ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
            ConfigValue value = context.proceed(name);
            if (value == null
                    || value.getValue() == null
                    || !VARIABLE.matcher(name).matches()) {
                return value;
            }
            String text = value.getValue().strip();
            return text.isEmpty() ? null : value.withValue(text);
        }
    }

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
