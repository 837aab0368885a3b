package studio.upstream.dialect;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import studio.upstream.ImageRequest;
import studio.upstream.ImageRequest.Reference;
import studio.upstream.transport.RequestFile;

/** Writes a call as JSON, reference pictures as data URLs at the dialect's place. */
public final class JsonCall {
    public static final String CONTENT_TYPE = "application/json";

    private final RequestFile file;
    private final JsonGenerator json;

    private JsonCall(RequestFile file, JsonGenerator json) {
        this.file = file;
        this.json = json;
    }

    /** @return a new owner-only file in {@code folder} */
    public static Path write(ImageRequest request, Dialect dialect, Path folder) throws IOException {
        return write(request, CallFields.of(request, dialect), dialect.references(), folder);
    }

    /**
     * @param fields what there is beside the pictures
     * @return a new owner-only file in {@code folder}
     */
    public static Path write(ImageRequest request, ObjectNode fields, Dialect.References style, Path folder)
            throws IOException {
        return RequestFile.write(folder, (file, json) -> {
            json.writeStartObject();
            for (Map.Entry<String, JsonNode> field : fields.properties()) {
                json.writeFieldName(field.getKey());
                json.writeRawValue(field.getValue().toString());
            }
            if (!request.references().isEmpty()) {
                new JsonCall(file, json).references(request, style);
            }
            json.writeEndObject();
        });
    }

    private void references(ImageRequest request, Dialect.References style) throws IOException {
        List<Reference> pictures = request.references();
        boolean one = pictures.size() == 1;
        switch (style) {
            case IMAGE_URLS -> {
                list("images", pictures, this::imageUrl);
                if (request.mask() != null) {
                    json.writeFieldName("mask");
                    imageUrl(request.mask());
                }
            }
            case IMAGE_OBJECTS -> oneOrList(one ? "image" : "images", pictures, this::typed);
            case IMAGE_LIST -> oneOrList("image", pictures, file::dataUrl);
            case IMAGE_URL -> oneOrList(one ? "image_url" : "reference_images", pictures, file::dataUrl);
            case URL_LIST -> list("image_urls", pictures, file::dataUrl);
            case BASE64_LIST -> list("images", pictures, file::base64);
            case NUMBERED -> numbered("image", "", pictures, file::dataUrl);
            case NUMBERED_INPUT -> numbered("input_image", "_", pictures, file::base64);
            case NONE, MULTIPART, MULTIPART_SINGLE ->
                throw new IllegalStateException(style + " is not a place in JSON");
        }
    }

    private void numbered(String name, String before, List<Reference> pictures, Form form) throws IOException {
        for (int i = 0; i < pictures.size(); i++) {
            json.writeFieldName(i == 0 ? name : name + before + (i + 1));
            form.write(pictures.get(i));
        }
    }

    @FunctionalInterface
    private interface Form {
        void write(Reference picture) throws IOException;
    }

    private void oneOrList(String name, List<Reference> pictures, Form form) throws IOException {
        if (pictures.size() == 1) {
            json.writeFieldName(name);
            form.write(pictures.getFirst());
        } else {
            list(name, pictures, form);
        }
    }

    private void list(String name, List<Reference> pictures, Form form) throws IOException {
        json.writeArrayFieldStart(name);
        for (Reference picture : pictures) {
            form.write(picture);
        }
        json.writeEndArray();
    }

    private void imageUrl(Reference picture) throws IOException {
        json.writeStartObject();
        json.writeFieldName("image_url");
        file.dataUrl(picture);
        json.writeEndObject();
    }

    private void typed(Reference picture) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "image_url");
        json.writeFieldName("url");
        file.dataUrl(picture);
        json.writeEndObject();
    }
}
