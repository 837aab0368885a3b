package studio.practice.gemini;

import java.util.List;
import java.util.Map;
import studio.practice.JsonMap;
import studio.practice.Options;
import studio.practice.Refusal;
import studio.practice.SandboxModel;

/** The models as the Gemini API lists them, page by page. */
final class GeminiModels {
    private static final List<SandboxModel> MODELS = List.of(SandboxModel.values());
    private static final int LARGEST_PAGE = 1000;

    private GeminiModels() {}

    /**
     * @param pageSize 1 to 1000
     * @param pageToken of the page before; empty: the first page
     * @throws Refusal when either is not valid
     */
    static Map<String, Object> page(String pageSize, String pageToken) {
        Options options = new Options(Map.of("pageSize", pageSize, "pageToken", pageToken));
        int from = options.whole("pageToken", 0, 0, MODELS.size());
        int to = Math.min(MODELS.size(), from + options.whole("pageSize", 50, 1, LARGEST_PAGE));
        Map<String, Object> page = JsonMap.of(
                "models",
                MODELS.subList(from, to).stream().map(GeminiModels::describe).toList());
        // The last page has no token: Google's own client takes an empty one for another page.
        if (to < MODELS.size()) {
            page.put("nextPageToken", Integer.toString(to));
        }
        return page;
    }

    static Map<String, Object> describe(SandboxModel model) {
        return JsonMap.of(
                "name",
                "models/" + model.id(),
                "baseModelId",
                model.id(),
                "version",
                "1",
                "displayName",
                model.title(),
                "description",
                model.description(),
                "inputTokenLimit",
                65_536,
                "outputTokenLimit",
                32_768,
                "supportedGenerationMethods",
                List.of("generateContent"),
                "temperature",
                1,
                "maxTemperature",
                2,
                "topP",
                0.95,
                "topK",
                64,
                "thinking",
                true);
    }
}
