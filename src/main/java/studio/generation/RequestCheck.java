package studio.generation;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import studio.apiconfig.ApiConfig;
import studio.model.ModelCapabilities;
import studio.model.ModelRegistry;
import studio.model.PictureOptions;
import studio.web.ProblemException;

/** Refuses what a model cannot do, before it costs anything. */
@Singleton
class RequestCheck {
    private static final Pattern SIZE = Pattern.compile("[1-9][0-9]{1,4}x[1-9][0-9]{1,4}");

    private final ModelRegistry models;

    RequestCheck(ModelRegistry models) {
        this.models = models;
    }

    /** @throws ProblemException 400 with the first field that does not fit */
    void check(GenerationRequest request, ApiConfig config, int pictures) {
        if (request.prompt().isEmpty() && request.references().isEmpty()) {
            throw ProblemException.field(
                    "prompt", "请填写提示词，或至少提供一张参考图", "Give a prompt or at least one reference picture");
        }
        PictureOptions options = request.options();
        ModelCapabilities can = models.of(config.protocol(), request.model());
        oneOf("aspectRatio", options.aspectRatio(), can.aspectRatios());
        oneOf("imageSize", options.imageSize(), can.imageSizes());
        oneOf("quality", options.quality(), can.qualities());
        oneOf("outputFormat", options.outputFormat(), can.outputFormats());
        oneOf("background", options.background(), can.backgrounds());
        if (options.size() != null
                && (!can.exactSizes() || !SIZE.matcher(options.size()).matches())) {
            throw ProblemException.wrong(
                    "size", "应为“宽x高”，例如 1536x1024", "must be WIDTHxHEIGHT in pixels, for example 1536x1024");
        }
        if (options.googleSearch() && !can.googleSearch()) {
            throw ProblemException.field("enableGoogleSearch", "该模型不支持搜索", "This model cannot search");
        }
        if (pictures < 1 || pictures > can.maxPictures()) {
            throw ProblemException.field(
                    "n",
                    "该模型一个任务最多生成 " + can.maxPictures() + " 张，最少 1 张",
                    "This model makes at least 1 and at most " + can.maxPictures() + " pictures in one task");
        }
        references(request.references(), can);
    }

    private static void references(List<ReferencePicture> references, ModelCapabilities can) {
        if (references.size() > can.maxReferences()) {
            throw ProblemException.field(
                    "images",
                    "该模型最多接受 " + can.maxReferences() + " 张参考图",
                    "This model takes at most " + can.maxReferences() + " reference pictures");
        }
        for (int i = 0; i < references.size(); i++) {
            ReferencePicture picture = references.get(i);
            String field = "images[" + i + "]";
            if (!can.referenceTypes().contains(picture.format().mediaType())) {
                throw ProblemException.field(
                        field,
                        "该模型不接受 " + picture.format() + " 格式，请转换为 PNG 或 JPEG",
                        "This model does not take " + picture.format() + "; convert it to PNG or JPEG");
            }
            if (picture.bytes() > can.maxReferenceBytes()) {
                throw ProblemException.field(
                        field,
                        "参考图过大，上限为 " + (can.maxReferenceBytes() >> 20) + " MB",
                        "This picture is too large; the limit is " + (can.maxReferenceBytes() >> 20) + " MB");
            }
        }
    }

    private static void oneOf(String field, @Nullable String value, List<String> allowed) {
        if (value != null && !allowed.contains(value)) {
            throw ProblemException.wrong(
                    field,
                    "不支持“%s”，可选：%s".formatted(value, String.join("、", allowed)),
                    "cannot be \"%s\"; choose one of %s".formatted(value, String.join(", ", allowed)));
        }
    }
}
