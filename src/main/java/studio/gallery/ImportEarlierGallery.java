package studio.gallery;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.CharConversionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import studio.settings.Settings;
import studio.storage.EarlierData;

/**
 * Takes over {@code data/gallery.json}, once: that of the earlier Node server, or this program's own mirror when the
 * database was lost. Done again after a crash it adds only what is not there yet.
 */
@Singleton
class ImportEarlierGallery {
    private static final Logger LOG = Logger.getLogger(ImportEarlierGallery.class);
    private static final int BATCH = 500;

    /** @param skipped elements that are no entries, or whose id or file another entry has */
    record Result(int imported, int skipped, boolean damaged) {}

    private final SqlGallery gallery;
    private final EarlierData earlier;
    private final EarlierEntry entries;
    private final ObjectMapper mapper;
    private final Path file;

    @Inject
    ImportEarlierGallery(SqlGallery gallery, EarlierData earlier, Settings settings, ObjectMapper mapper) {
        this(gallery, earlier, settings.folders(), mapper);
    }

    ImportEarlierGallery(SqlGallery gallery, EarlierData earlier, Settings.Folders folders, ObjectMapper mapper) {
        this.gallery = gallery;
        this.earlier = earlier;
        this.entries = new EarlierEntry(new GalleryFolder(folders));
        this.mapper = mapper;
        this.file = folders.data().resolve(GalleryMirror.FILE_NAME);
    }

    /** @throws IOException when the file cannot be read or copied; then the next start tries again */
    Result run() throws IOException {
        if (earlier.settled(GalleryMirror.FILE_NAME)) {
            return new Result(0, 0, false);
        }
        if (!Files.exists(file)) {
            earlier.settle(GalleryMirror.FILE_NAME);
            return new Result(0, 0, false);
        }
        Result result = read();
        if (result.damaged()) {
            Path copy = earlier.setAside(file);
            LOG.errorf(
                    "%s is damaged: %d entries could be read. It is kept as %s; pictures without an entry are taken from the gallery folder.",
                    file, result.imported(), copy.getFileName());
        }
        LOG.infof("Imported %d entries from %s, skipped %d", result.imported(), file, result.skipped());
        earlier.settle(GalleryMirror.FILE_NAME);
        return result;
    }

    private Result read() throws IOException {
        int read = 0;
        int imported = 0;
        boolean damaged = false;
        List<GalleryEntry> batch = new ArrayList<>(BATCH);
        try (JsonParser parser = mapper.createParser(file.toFile())) {
            damaged = parser.nextToken() != JsonToken.START_ARRAY;
            while (!damaged && parser.nextToken() != JsonToken.END_ARRAY) {
                JsonNode json = mapper.readTree(parser);
                read++;
                entries.read(json).ifPresent(batch::add);
                if (batch.size() == BATCH) {
                    imported += gallery.addNew(batch);
                    batch.clear();
                }
            }
        } catch (JacksonException | CharConversionException e) {
            LOG.debugf("%s: %s", file, e.getMessage());
            damaged = true;
        }
        imported += gallery.addNew(batch);
        return new Result(imported, read - imported, damaged);
    }
}
