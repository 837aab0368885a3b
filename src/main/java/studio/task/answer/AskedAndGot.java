package studio.task.answer;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;
import org.jspecify.annotations.Nullable;
import studio.imaging.probe.ImageInfo;
import studio.model.PictureOptions;
import studio.task.GenerationJob;
import studio.task.GenerationRequest;
import studio.usage.Cost;

/** What was asked and what came, side by side, as it is stored with a picture. */
public final class AskedAndGot {
    private AskedAndGot() {}

    public static ObjectNode of(
            GenerationJob job,
            ReceivedAnswer answer,
            Candidates candidates,
            Candidates.Candidate picture,
            String model,
            CallEnd end) {
        ObjectNode all = new JsonNodeFactory(true).objectNode();
        asked(job.request(), all.putObject("asked"));
        got(job, answer, picture, model, all.putObject("got"));
        cost(end, all.withObject("/got"));
        candidates
                .skipped()
                .forEach(reason -> all.withObject("/got").withArray("skipped").add(reason));
        return all;
    }

    /** Notes that the picture that came is cut off or cannot be decoded. */
    public static void damaged(ObjectNode all) {
        all.withObject("/got").put("damaged", true);
    }

    /** Notes why the picture that came is kept without having been decoded. */
    public static void undecoded(ObjectNode all, String reason) {
        all.withObject("/got").put("undecoded", reason);
    }

    private static void asked(GenerationRequest request, ObjectNode asked) {
        PictureOptions options = request.options();
        asked.put("model", request.model());
        put(asked, "aspectRatio", options.aspectRatio());
        put(asked, "imageSize", options.imageSize());
        put(asked, "size", options.size());
        put(asked, "quality", options.quality());
        put(asked, "outputFormat", options.outputFormat());
        if (options.outputCompression() != null) {
            asked.put("outputCompression", options.outputCompression());
        }
        put(asked, "background", options.background());
        put(asked, "moderation", options.moderation());
        if (options.googleSearch()) {
            asked.put("enableGoogleSearch", true);
        }
        if (request.count() > 1) {
            asked.put("n", request.count());
        }
        request.references().forEach(r -> asked.withArray("references").add(r.sha256()));
        if (request.mask() != null) {
            asked.put("mask", request.mask().sha256());
        }
    }

    private static void got(
            GenerationJob job, ReceivedAnswer answer, Candidates.Candidate picture, String model, ObjectNode got) {
        ImageInfo info = picture.info();
        got.put("model", model);
        got.put("width", info.width());
        got.put("height", info.height());
        got.put("aspectRatio", ImageInfo.ratio(info.width(), info.height()));
        got.put("format", info.format().extension());
        put(got, "revisedPrompt", answer.told().revisedPrompt());
        put(got, "requestId", answer.told().requestId());
        if (!info.complete()) {
            got.put("damaged", true);
        }
        if (answer.told().turn() != null) {
            // The turn itself may be large and stays with the task.
            got.put("turn", job.taskId() + "/" + job.call());
        }
    }

    /** The picture's share of its call, in US dollars. */
    private static void cost(CallEnd end, ObjectNode got) {
        Cost cost = end.cost();
        if (cost != null) {
            BigDecimal share = cost.usd().divide(BigDecimal.valueOf(end.pictures()), MathContext.DECIMAL64);
            got.put(
                    "cost",
                    share.signum() == 0 ? "0" : share.stripTrailingZeros().toPlainString());
            got.put("costEstimated", cost.estimated());
        }
    }

    private static void put(ObjectNode node, String name, @Nullable String value) {
        if (value != null) {
            node.put(name, value);
        }
    }
}
