package studio.practice.protocol;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import studio.practice.answer.Options;
import studio.practice.answer.PictureSize;
import studio.practice.answer.PracticeModel;
import studio.practice.data.Vocabulary;

/** The models, and the key, as each protocol lists them. The texts stand in {@code practice-models.properties}. */
public final class Models {
    private static final Vocabulary TEXTS = new Vocabulary("models");
    private static final List<PracticeModel> ALL = List.of(PracticeModel.values());

    private Models() {}

    /** @param modalities OpenRouter's filter, separated by commas; null: no filter */
    public static String list(@Nullable String modalities) {
        boolean shown = modalities == null
                || Arrays.stream(modalities.split(",", -1)).anyMatch(List.of("image", "text", "all")::contains);
        List<PracticeModel> models = shown ? ALL : List.of();
        return list("openai", models).replace("@count", Integer.toString(models.size()));
    }

    public static String key() {
        return TEXTS.first("key");
    }

    public static String openRouter() {
        return list("openrouter", ALL);
    }

    /** What one image model accepts, as OpenRouter lists it. */
    public static String endpoints(PracticeModel model) {
        return one("openrouter.endpoints", model);
    }

    /** @param token of the page before; empty: the first page */
    public static String geminiPage(String size, String token) {
        Options options = new Options(Map.of("pageSize", size, "pageToken", token));
        int from = options.integer("pageToken", 0, 0, ALL.size());
        int to = Math.min(ALL.size(), from + options.integer("pageSize", 50, 1, 1000));
        // The last page has no token: Google's own client takes an empty one for another page.
        String next = to < ALL.size() ? ",\"nextPageToken\":\"" + to + "\"" : "";
        return list("gemini", ALL.subList(from, to)).replace("@next", next);
    }

    public static String gemini(PracticeModel model) {
        return one("gemini.model", model);
    }

    private static String list(String name, List<PracticeModel> models) {
        String listed =
                models.stream().map(model -> one(name + ".model", model)).collect(Collectors.joining(","));
        return TEXTS.first(name).replace("@models", listed);
    }

    private static String one(String name, PracticeModel model) {
        String key = model.slug().substring(model.slug().indexOf('/') + 1);
        return TEXTS.first(name)
                .replace("@id", model.id())
                .replace("@slug", model.slug())
                .replace("@title", TEXTS.first("title." + key))
                .replace("@description", TEXTS.first("description." + key))
                .replace("@parameters", TEXTS.first("openrouter.parameters"))
                .replace("@tiers", list(PictureSize.TIERS))
                .replace("@ratios", list(PictureSize.ratios()));
    }

    private static String list(List<String> values) {
        return values.stream().map(Vocabulary::json).collect(Collectors.joining(",", "[", "]"));
    }
}
