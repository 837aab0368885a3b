package studio.task.request;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import jakarta.inject.Singleton;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import studio.apiconfig.ApiConfig;
import studio.apiconfig.ApiConfigs;
import studio.files.Folders;
import studio.json.Spooled;
import studio.json.SpooledJson;
import studio.problem.Message;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.settings.FolderSettings;
import studio.storage.Ids;
import studio.task.GenerationRequest;
import studio.web.server.HttpSettings;

/**
 * Reads the JSON body of a generation as a stream: pictures inside it go straight to files, the rest is bound to a {@link
 * GenerationInput} and validated. The request that comes out is checked and complete.
 */
@Singleton
public class GenerationRequestReader {
    private static final int MAX_TREE = 1 << 20;
    /** Of every picture and every other field one. */
    private static final int MAX_LONG_TEXTS = RequestedPictures.MAX + 17;

    private final ApiConfigs configs;
    private final PlanRequest planRequest;
    private final RequestedPictures pictures;
    private final ObjectReader inputs;
    private final Validator validator;
    private final Path temp;
    private final Ids ids;
    private final long maxBody;

    public GenerationRequestReader(
            ApiConfigs configs,
            PlanRequest planRequest,
            RequestedPictures pictures,
            ObjectMapper mapper,
            Validator validator,
            FolderSettings folders,
            Ids ids,
            HttpSettings settings) {
        this.configs = configs;
        this.planRequest = planRequest;
        this.pictures = pictures;
        this.inputs = mapper.readerFor(GenerationInput.class).with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        this.validator = validator;
        this.temp = folders.temp();
        this.ids = ids;
        this.maxBody = settings.maxBodyBytes();
    }

    /**
     * @throws ProblemException 400 with the field, 404 for an unknown config, 413 for too large a body
     * @throws ConstraintViolationException for texts that are too long
     * @throws com.fasterxml.jackson.core.JsonProcessingException when the body is not JSON or a field has the wrong type
     */
    public GenerationRequest read(InputStream body) throws IOException {
        // Made for the first picture that is in the body: most requests have none.
        Path folder = temp.resolve("request-" + ids.next());
        try {
            SpooledJson json =
                    SpooledJson.read(body, folder, new SpooledJson.Limits(maxBody, MAX_TREE, MAX_LONG_TEXTS));
            return request(input(json), json.files(), folder);
        } catch (SpooledJson.LimitException e) {
            throw ProblemException.of(ProblemCode.BODY_TOO_LARGE, maxBody >> 20)
                    .withDetail(String.valueOf(e.getMessage()))
                    .causedBy(e);
        } finally {
            Folders.delete(folder);
        }
    }

    private GenerationInput input(SpooledJson json) throws IOException {
        if (!(json.tree() instanceof ObjectNode tree)) {
            throw ProblemException.of(ProblemCode.INVALID_REQUEST);
        }
        for (Map.Entry<String, JsonNode> field : tree.properties()) {
            Spooled longText = json.spooled(field.getValue()).orElse(null);
            if (longText != null && !field.getKey().equals("mask")) {
                field.setValue(TextNode.valueOf(text(longText, field.getKey())));
            }
        }
        GenerationInput input = inputs.readValue(tree);
        Set<ConstraintViolation<GenerationInput>> wrong = validator.validate(input);
        if (!wrong.isEmpty()) {
            throw new ConstraintViolationException(wrong);
        }
        return input;
    }

    private static String text(Spooled longText, String field) throws IOException {
        int max = field.equals("prompt") ? GenerationInput.MAX_PROMPT : GenerationInput.MAX_WORD;
        // A character takes at most four bytes; blanks around it do not count and are not that many.
        if (longText instanceof Spooled.Text text && text.bytes() <= 4L * max) {
            return text.read();
        }
        throw ProblemException.wrong(field, Message.of(GenerationInput.TOO_LONG, max));
    }

    private GenerationRequest request(GenerationInput input, Map<String, Spooled> files, Path folder)
            throws IOException {
        ApiConfig config = config(input.configId());
        String model = Objects.requireNonNullElse(input.model(), config.model());
        int count = Objects.requireNonNullElse(input.n(), 1);
        GenerationRequest request = new GenerationRequest(
                config.id(),
                model,
                Objects.requireNonNullElse(input.prompt(), ""),
                pictures.of(input.images(), files, folder),
                pictures.mask(input.mask(), files, folder),
                count,
                input.options(),
                Boolean.TRUE.equals(input.includeImageData()),
                null);
        return planRequest.checked(request, config, count);
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
}
