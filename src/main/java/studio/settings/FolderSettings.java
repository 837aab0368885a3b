package studio.settings;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import java.nio.file.Path;
import studio.settings.Converters.Bytes;
import studio.settings.Converters.Limits;

/** Where everything lies, and how much of the disk stays free. */
@RegisterForReflection
@ConfigMapping(prefix = "studio.folders")
public interface FolderSettings {
    /** The database's name in the data folder. */
    String DATABASE = "studio.db";

    /** {@code STUDIO_CONFIG_FILE}. */
    Path configFile();

    /** {@code STUDIO_DATA_DIR}. */
    Path data();

    /** {@code STUDIO_GALLERY_DIR}. */
    Path gallery();

    /** {@code MIN_FREE_BYTES}: with less space left nothing new is taken on; 0: no such limit. */
    @WithConverter(Bytes.class)
    @Limits(max = 1L << 50)
    long minFreeBytes();

    default Path database() {
        return data().resolve(DATABASE);
    }

    /** Reference pictures, named by their SHA-256. */
    default Path inputs() {
        return data().resolve("inputs");
    }

    /** Previews of templates, named by their SHA-256. */
    default Path templates() {
        return data().resolve("templates");
    }

    /** Unfinished files; one sub-folder per running task, named by its id. */
    default Path temp() {
        return data().resolve("tmp");
    }

    /** Files of forms while their request is served. */
    default Path forms() {
        return data().resolve("forms");
    }

    default Path thumbnails() {
        return gallery().resolve("thumbnails");
    }

    default Path previews() {
        return gallery().resolve("previews");
    }
}
