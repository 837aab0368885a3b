package studio.storage;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import java.util.Optional;
import studio.settings.Converters.Switch;

/** Whether this process is alone, or an instance beside others on one PostgreSQL. */
@RegisterForReflection
@ConfigMapping(prefix = "studio.database")
public interface DatabaseSettings {

    /** {@code STUDIO_DATABASE_URL}: the database of all instances; empty: SQLite in the data folder. */
    Optional<@WithConverter(PostgresAddress.Reader.class) PostgresAddress> url();

    /** {@code STUDIO_GALLERY_SHARED}: the gallery folder is one that all instances see. */
    @WithConverter(Switch.class)
    boolean galleryShared();
}
