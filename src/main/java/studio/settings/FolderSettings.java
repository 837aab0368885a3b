package studio.settings;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import studio.settings.Converters.Bytes;
import studio.settings.Converters.Form;
import studio.settings.Converters.Given;
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

    /** {@code STUDIO_S3_BUCKET}: pictures are kept in it, and the gallery folder is not used; empty: they are files in that folder. */
    Optional<
                    @Form(
                            pattern = "[A-Za-z0-9][A-Za-z0-9._-]{1,62}",
                            expected = "the name of a bucket, without s3:// and without a path")
                    String>
            bucket();

    /** {@code STUDIO_DATABASE_URL} is set: there are other processes, which do not see this one's data folder. */
    Optional<@WithConverter(Given.class) Boolean> cluster();

    /** {@code MIN_FREE_BYTES}: with less space left nothing new is taken on; 0: no such limit. */
    @WithConverter(Bytes.class)
    @Limits(max = 1L << 50)
    long minFreeBytes();

    /** The folders that the server writes to beside that of its configuration. */
    default List<Path> written() {
        return bucket().isPresent() ? List.of(data()) : List.of(data(), gallery());
    }

    /** With a bucket: what waits to be sent to it, and copies of what is in it. */
    default Path bucketFolder() {
        return data().resolve("bucket");
    }

    /** Where pictures are files: the gallery folder, or what waits to be sent to the bucket. */
    default Path pictures() {
        return bucket().isPresent() ? bucketFolder().resolve("waiting") : gallery();
    }

    default Path database() {
        return data().resolve(DATABASE);
    }

    /** Whether files that all instances read must not lie in the data folder. */
    default boolean shared() {
        return cluster().isPresent();
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
