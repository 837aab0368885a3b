package studio.practice.openai;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import studio.practice.Options;
import studio.practice.References;
import studio.practice.Refusal;
import studio.practice.RequestJson;
import studio.web.Form;

/**
 * What a request sent, the same for JSON and for a form. In a form a part with a file name is a file, whatever its type says,
 * and fields come in any order; its files are on disk and are not read.
 *
 * @param pictures the references, without the mask
 */
record ImagesFields(Options options, References pictures) {
    private static final Pattern PICTURE = Pattern.compile("image(\\[[0-9]*])?");
    private static final String MASK = "mask";

    /** @throws Refusal when the body is not a JSON object */
    static ImagesFields ofJson(InputStream body) throws IOException {
        return RequestJson.read(body, ImagesFields::walk);
    }

    private static ImagesFields walk(RequestJson json) throws IOException {
        Map<String, String> values = new HashMap<>();
        References[] pictures = {References.NONE};
        json.object(name -> {
            String text = json.text();
            if (text != null) {
                values.put(name, text);
            } else if (name.equals("images")) {
                json.list(() -> {
                    long from = json.offset();
                    json.object(field -> refuseFileId(field));
                    pictures[0] = pictures[0].and(json.offset() - from);
                });
            }
        });
        return new ImagesFields(new Options(values), pictures[0]);
    }

    private static void refuseFileId(String field) {
        if (field.equals("file_id")) {
            throw Refusal.invalid("images", "The practice upstream keeps no files; send image_url");
        }
    }

    /** @throws Refusal when a file stands where none belongs */
    static ImagesFields ofForm(Form form) throws IOException {
        Map<String, String> values = new HashMap<>();
        References pictures = References.NONE;
        for (Form.Part part : form.parts()) {
            Path file = part.file();
            if (file == null) {
                values.put(part.name(), part.text());
            } else if (PICTURE.matcher(part.name()).matches()) {
                pictures = pictures.and(Files.size(file));
            } else if (!part.name().equals(MASK)) {
                throw Refusal.unknownParameter(part.name());
            }
        }
        return new ImagesFields(new Options(values), pictures);
    }
}
