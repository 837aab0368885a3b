package studio.task.request;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import studio.apiconfig.ApiConfig;
import studio.apiconfig.ApiConfigs;
import studio.apiconfig.DescribeModel;
import studio.files.Folders;
import studio.files.OwnerOnly;
import studio.gallery.Gallery;
import studio.gallery.file.ImageFiles;
import studio.json.JsonSpool;
import studio.json.Spooled;
import studio.json.SpooledJson;
import studio.model.PictureOptions;
import studio.problem.Message;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.settings.FolderSettings;
import studio.storage.Ids;
import studio.task.GenerationRequest;
import studio.upstream.ResultDownloads;
import studio.web.server.HttpSettings;

/**
 * Reads the JSON body of a generation as a stream: pictures inside it go straight to {@code data/inputs/}. What comes out is
 * checked and complete.
 */
@Singleton
public class GenerationRequestReader {
    private static final Set<String> FIELDS = Set.of(
            "configId",
            "prompt",
            "images",
            "model",
            "aspectRatio",
            "imageSize",
            "enableGoogleSearch",
            "size",
            "quality",
            "outputFormat",
            "outputCompression",
            "background",
            "moderation",
            "partialImages",
            "mask",
            "n",
            "includeImageData");
    private static final int MAX_PROMPT = 32_000;
    private static final int MAX_WORD = 200;
    private static final int MAX_TREE = 1 << 20;

    private final ApiConfigs configs;
    private final RequestedPictures pictures;
    private final Path temp;
    private final Ids ids;
    private final DescribeModel models;
    private final long maxBody;

    public GenerationRequestReader(
            ApiConfigs configs,
            ReferencePictures references,
            Gallery gallery,
            ImageFiles files,
            ResultDownloads downloads,
            FolderSettings folders,
            Ids ids,
            DescribeModel models,
            HttpSettings settings) {
        this.configs = configs;
        this.pictures = new RequestedPictures(references, gallery, files, downloads, ids);
        this.temp = folders.temp();
        this.ids = ids;
        this.models = models;
        this.maxBody = settings.maxBodyBytes();
    }

    /**
     * @throws ProblemException 400 with the field, 404 for an unknown config, 413 for too large a body
     * @throws com.fasterxml.jackson.core.JsonProcessingException when the body is not JSON
     */
    public GenerationRequest read(InputStream body) throws IOException {
        Path folder = temp.resolve("request-" + ids.next());
        OwnerOnly.createFolder(folder);
        try {
            SpooledJson json = JsonSpool.read(
                    body, folder, new JsonSpool.Limits(maxBody, MAX_TREE, RequestedPictures.MOST + FIELDS.size()));
            return read(json, folder);
        } catch (studio.json.SpoolLimitException e) {
            throw ProblemException.of(ProblemCode.BODY_TOO_LARGE, maxBody >> 20)
                    .withDetail(String.valueOf(e.getMessage()))
                    .causedBy(e);
        } finally {
            Folders.delete(folder);
        }
    }

    private GenerationRequest read(SpooledJson json, Path folder) throws IOException {
        JsonNode tree = json.tree();
        if (!tree.isObject()) {
            throw ProblemException.of(ProblemCode.INVALID_REQUEST);
        }
        Set<String> unknown = new TreeSet<>();
        tree.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(FIELDS);
        if (!unknown.isEmpty()) {
            String name = unknown.iterator().next();
            throw ProblemException.wrong(name, Message.of("generation.field_unknown"));
        }
        ApiConfig config = config(word(json, "configId"));
        String model = Optional.ofNullable(word(json, "model")).orElse(config.model());
        int count = Optional.ofNullable(number(json, "n")).orElse(1);
        GenerationRequest request = new GenerationRequest(
                config.id(),
                model,
                Optional.ofNullable(text(json, "prompt", MAX_PROMPT)).orElse(""),
                pictures.of(json, folder),
                pictures.mask(json, folder),
                count,
                options(json),
                flag(json, "includeImageData"));
        RequestCheck.check(request, models.capabilities(config, model), count);
        return request;
    }

    private static PictureOptions options(SpooledJson json) {
        return new PictureOptions(
                chosen(json, "aspectRatio"),
                word(json, "imageSize"),
                chosen(json, "size"),
                word(json, "quality"),
                word(json, "outputFormat"),
                number(json, "outputCompression"),
                word(json, "background"),
                word(json, "moderation"),
                flag(json, "enableGoogleSearch"),
                Optional.ofNullable(number(json, "partialImages")).orElse(0));
    }

    private ApiConfig config(@Nullable String id) {
        if (id == null) {
            return configs.standard()
                    .orElseThrow(() -> ProblemException.field("configId", Message.of("generation.api_config_missing")));
        }
        return configs.find(id).orElseThrow(() -> ProblemException.of(
                        ProblemCode.CONFIG_NOT_FOUND, Message.of("generation.api_config_unknown", id))
                .withField("configId", Message.of("generation.id_unknown")));
    }

    /** Like {@link #word}, where {@code auto} means the same as nothing. */
    private static @Nullable String chosen(SpooledJson json, String field) {
        String value = word(json, field);
        return "auto".equals(value) ? null : value;
    }

    private static @Nullable String word(SpooledJson json, String field) {
        return text(json, field, MAX_WORD);
    }

    private static @Nullable String text(SpooledJson json, String field, int longest) {
        JsonNode node = json.tree().path(field);
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        if (!node.isTextual()) {
            throw ProblemException.wrong(field, Message.of("generation.text_expected"));
        }
        String value = json.spooled(node).isPresent()
                ? spooledText(json.spooled(node).get(), field, longest)
                : node.textValue();
        value = value.strip();
        if (value.codePointCount(0, value.length()) > longest) {
            throw tooLong(field, longest);
        }
        return value.isEmpty() ? null : value;
    }

    private static String spooledText(Spooled spooled, String field, int longest) {
        // A character takes at most four bytes; what is longer than that cannot fit.
        if (spooled instanceof Spooled.Text text && text.bytes() <= 4L * longest) {
            try {
                return text.read();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
        throw tooLong(field, longest);
    }

    private static ProblemException tooLong(String field, int longest) {
        return ProblemException.wrong(field, Message.of("generation.too_long", longest));
    }

    private static boolean flag(SpooledJson json, String field) {
        JsonNode node = json.tree().path(field);
        if (node.isMissingNode() || node.isNull()) {
            return false;
        }
        if (!node.isBoolean()) {
            throw ProblemException.wrong(field, Message.of("generation.flag_expected"));
        }
        return node.booleanValue();
    }

    private static @Nullable Integer number(SpooledJson json, String field) {
        JsonNode node = json.tree().path(field);
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        if (!node.isIntegralNumber() || !node.canConvertToInt()) {
            throw ProblemException.wrong(field, Message.of("generation.integer_expected"));
        }
        return node.intValue();
    }
}
