package studio.storage.move;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.resource.LoadableResource;
import org.flywaydb.core.internal.resource.classpath.ClassPathResource;
import studio.storage.Dialect;

/**
 * Flyway without the server, which otherwise sets it up. The scripts are named here, because neither the packaged program nor the
 * executable can be searched for them before the server runs; a test keeps the names true.
 */
final class Migrations {
    private static final List<String> SQLITE = List.of(
            "V1__gallery.sql",
            "V2__tasks.sql",
            "V3__sessions.sql",
            "V4__usage.sql",
            "V5__pictures.sql",
            "V6__gallery_facets.sql",
            "V7__references_and_trash.sql",
            "V8__figures.sql",
            "V9__task_lookups.sql",
            "V10__folded_search.sql",
            "V13__task_changes.sql",
            "V14__whole_amounts.sql",
            "V15__gallery_changes.sql",
            "V16__task_queue.sql",
            "V17__prompts_and_drafts.sql",
            "V19__sessions.sql",
            "V20__push.sql",
            "V21__picture_sizes.sql",
            "V22__instances.sql");

    private static final List<String> POSTGRESQL = List.of("V21__studio.sql", "V22__instances.sql");

    private Migrations() {}

    static Stream<String> scripts(Dialect dialect) {
        return switch (dialect) {
            case SQLITE -> SQLITE.stream().map(name -> "db/sqlite/" + name);
            case POSTGRESQL -> POSTGRESQL.stream().map(name -> "db/postgresql/" + name);
        };
    }

    /** To be completed with a schema or a target. */
    static FluentConfiguration of(Dialect dialect, DataSource source) {
        ClassLoader loader = Migrations.class.getClassLoader();
        List<LoadableResource> scripts = scripts(dialect)
                .<LoadableResource>map(name -> new ClassPathResource(null, name, loader, StandardCharsets.UTF_8))
                .toList();
        return Flyway.configure(loader)
                .dataSource(source)
                .encoding(StandardCharsets.UTF_8)
                .detectEncoding(false)
                .failOnMissingLocations(false)
                .javaMigrationClassProvider(List::of)
                .resourceProvider(new Scripts(scripts));
    }

    private record Scripts(List<LoadableResource> all) implements ResourceProvider {
        @Override
        public @org.jspecify.annotations.Nullable LoadableResource getResource(String name) {
            return all.stream()
                    .filter(script -> script.getFilename().equals(name))
                    .findFirst()
                    .orElse(null);
        }

        @Override
        public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
            return all.stream()
                    .filter(script -> script.getFilename().startsWith(prefix)
                            && Stream.of(suffixes)
                                    .anyMatch(suffix -> script.getFilename().endsWith(suffix)))
                    .toList();
        }
    }
}
