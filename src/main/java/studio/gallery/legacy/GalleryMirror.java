package studio.gallery.legacy;

import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.inject.Singleton;
import java.io.IOException;
import studio.gallery.Gallery;
import studio.storage.ChangeBus;
import studio.storage.Mirrors.Mirror;

/** The gallery as the JSON file that the earlier Node server kept: an array, the newest entry first. */
@Singleton
class GalleryMirror implements Mirror {
    static final String FILE_NAME = "gallery.json";

    private final Gallery gallery;

    GalleryMirror(Gallery gallery) {
        this.gallery = gallery;
    }

    @Override
    public String fileName() {
        return FILE_NAME;
    }

    @Override
    public ChangeBus.Subject subject() {
        return ChangeBus.Subject.ENTRY;
    }

    @Override
    public void writeTo(JsonGenerator json) throws IOException {
        json.writeStartArray();
        gallery.forEach(json::writePOJO);
        json.writeEndArray();
    }
}
