package studio.upstream.asynctask;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;
import studio.model.Option;
import studio.upstream.ImageRequest;
import studio.upstream.ImageRequest.Reference;
import studio.upstream.dialect.CallFields;
import studio.upstream.dialect.Dialect;
import studio.upstream.dialect.JsonCall;
import studio.upstream.dialect.MultipartCall;
import studio.upstream.dialect.Submission;
import studio.upstream.transport.PaidPost;
import studio.upstream.transport.RequestFile;

/** Writes a call in the shape that its submission has. */
record CallBody(ImageRequest request, Dialect dialect, Submission submission) {

    /** @return with a new owner-only file in {@code folder} */
    PaidPost write(URI url, Path folder) throws IOException {
        String key = request.connection().apiKey();
        Dialect.References style = Objects.requireNonNullElse(submission.references(), dialect.references());
        if (!request.references().isEmpty() && style.multipart()) {
            MultipartCall form = MultipartCall.write(request, dialect, folder);
            return new PaidPost(url, key, form.body(), form.contentType());
        }
        ObjectNode fields = CallFields.of(request, dialect);
        Path body =
                switch (submission.body()) {
                    case FLAT -> {
                        if (submission.path().contains("{model}")) {
                            fields.remove("model");
                        }
                        yield JsonCall.write(request, fields, style, folder);
                    }
                    case MESSAGES -> nested(fields, folder, this::messages);
                    case PROMPT -> nested(fields, folder, this::prompt);
                };
        return new PaidPost(url, key, body, JsonCall.CONTENT_TYPE);
    }

    private interface Input {
        void write(RequestFile file, JsonGenerator json) throws IOException;
    }

    /** DashScope's: what is asked in {@code input}, how it shall be in {@code parameters}. */
    private Path nested(ObjectNode fields, Path folder, Input input) throws IOException {
        fields.remove("model");
        fields.remove("prompt");
        String count = dialect.fields().get(Option.COUNT);
        if (count != null && submission.count()) {
            // Said always: some models make four, and bill them, when nothing is said.
            fields.put(count, Math.min(request.count(), dialect.maxPictures()));
        } else if (count != null) {
            fields.remove(count);
        }
        return RequestFile.write(folder, (file, json) -> {
            json.writeStartObject();
            json.writeStringField("model", request.model());
            json.writeObjectFieldStart("input");
            input.write(file, json);
            json.writeEndObject();
            json.writeFieldName("parameters");
            json.writeRawValue(fields.toString());
            json.writeEndObject();
        });
    }

    private void messages(RequestFile file, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("messages");
        json.writeStartObject();
        json.writeStringField("role", "user");
        json.writeArrayFieldStart("content");
        for (Reference picture : request.references()) {
            json.writeStartObject();
            json.writeFieldName("image");
            file.dataUrl(picture);
            json.writeEndObject();
        }
        json.writeStartObject();
        json.writeStringField("text", request.prompt());
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
    }

    private void prompt(RequestFile file, JsonGenerator json) throws IOException {
        json.writeStringField("prompt", request.prompt());
        if (!request.references().isEmpty()) {
            json.writeArrayFieldStart("images");
            for (Reference picture : request.references()) {
                file.dataUrl(picture);
            }
            json.writeEndArray();
        }
    }
}
