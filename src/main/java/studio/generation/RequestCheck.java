package studio.generation;

import java.util.List;
import org.jspecify.annotations.Nullable;
import studio.imaging.probe.ImageFormat;
import studio.model.ModelCapabilities;
import studio.web.ProblemException;

/** Refuses what a model cannot do, before it costs anything. */
final class RequestCheck {
    private RequestCheck() {}

    /**
     * @param pictures as asked for, before anything was made of it
     * @throws ProblemException 400 with the first field that does not fit
     */
    static void check(GenerationRequest request, ModelCapabilities can, int pictures) {
        if (request.prompt().isEmpty() && request.references().isEmpty()) {
            throw ProblemException.field(
                    "prompt", "请填写提示词，或至少提供一张参考图", "Give a prompt or at least one reference picture");
        }
        int letters = request.prompt().codePointCount(0, request.prompt().length());
        if (can.promptMax() > 0 && letters > can.promptMax()) {
            throw ProblemException.field(
                    "prompt",
                    "该模型的提示词最多 %d 个字符，当前为 %d".formatted(can.promptMax(), letters),
                    "This model takes prompts of at most %d characters, not %d".formatted(can.promptMax(), letters));
        }
        OptionsCheck.check(request.options(), can);
        int most = can.pictures().max();
        if (pictures < 1 || pictures > most) {
            throw ProblemException.field(
                    "n", "该模型一个任务可生成 1 到 " + most + " 张图片", "This model makes 1 to " + most + " pictures in one task");
        }
        references(request.references(), can.references());
        mask(request.mask(), request.references(), can);
    }

    private static void references(List<ReferencePicture> references, ModelCapabilities.References can) {
        if (can.max() == 0 && !references.isEmpty()) {
            throw ProblemException.field(
                    "images", "该模型只能根据文字生成，不接受参考图", "This model draws from words only and takes no reference pictures");
        }
        if (references.size() < can.min()) {
            throw ProblemException.field(
                    "images",
                    "该模型至少需要 " + can.min() + " 张参考图",
                    "This model needs at least " + can.min()
                            + (can.min() == 1 ? " reference picture" : " reference pictures"));
        }
        if (references.size() > can.max()) {
            throw ProblemException.field(
                    "images",
                    "该模型最多接受 " + can.max() + " 张参考图",
                    "This model takes at most " + can.max() + " reference pictures");
        }
        for (int i = 0; i < references.size(); i++) {
            reference("images[" + i + "]", references.get(i), can);
        }
    }

    /** Other types are converted and large ones scaled down on the way; only HEIC cannot be decoded everywhere. */
    private static void reference(String field, ReferencePicture picture, ModelCapabilities.References can) {
        if (picture.format() == ImageFormat.HEIC
                && !can.types().contains(picture.format().mediaType())) {
            throw ProblemException.field(
                    field,
                    "该模型不接受 HEIC 格式，请转换为 JPEG（iPhone 可在“设置 > 相机 > 格式”中选择“兼容性最佳”）",
                    "This model does not take HEIC; convert it to JPEG (on an iPhone: Settings > Camera > Formats > Most Compatible)");
        }
    }

    /** As OpenAI's images guide wants it: as large as the first picture. Its transparent pixels say what shall change. */
    private static void mask(
            @Nullable ReferencePicture mask, List<ReferencePicture> references, ModelCapabilities can) {
        if (mask == null) {
            return;
        }
        if (!can.mask()) {
            throw ProblemException.field("mask", "该模型不支持蒙版", "This model does not take a mask");
        }
        if (references.isEmpty()) {
            throw ProblemException.field("mask", "使用蒙版时需要至少一张参考图", "A mask needs the reference picture that it is for");
        }
        ReferencePicture first = references.getFirst();
        if (mask.format() != ImageFormat.PNG) {
            throw ProblemException.field(
                    "mask", "蒙版应为带透明区域的 PNG", "The mask must be a PNG whose transparent pixels say what to change");
        }
        if (mask.width() != first.width() || mask.height() != first.height()) {
            throw ProblemException.field(
                    "mask",
                    "蒙版尺寸应与第一张参考图相同，即 %dx%d".formatted(first.width(), first.height()),
                    "The mask must be as large as the first reference picture: %dx%d"
                            .formatted(first.width(), first.height()));
        }
    }
}
