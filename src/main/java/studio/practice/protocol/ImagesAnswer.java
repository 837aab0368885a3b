package studio.practice.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import studio.practice.answer.Assignment;
import studio.practice.answer.PictureRequest;
import studio.practice.answer.Refusal;
import studio.practice.answer.Reply;

/** Pictures as one JSON object, or as events with rough previews before each. */
public record ImagesAnswer(ImagesRequest request, Assignment assignment) {
    private static final String DONE = "data: [DONE]\n\n";

    /** @throws Refusal where the protocol answers with an error */
    public Reply reply() {
        if (assignment.shows("block") || assignment.shows("finish")) {
            throw Refusal.of(Refusal.Fault.WITHHELD, "");
        }
        if (!(request.stream() && assignment.shows("error200"))) {
            assignment.checkAccepted();
        }
        Reply reply = request.stream() ? Reply.events(events()) : Reply.json(object());
        return openRouter() ? reply.with("X-Generation-Id", assignment.id()) : reply;
    }

    private boolean openRouter() {
        return request.details() == null;
    }

    private String object() {
        String pictures = assignment.each(i -> "{%s%s}"
                .formatted(
                        openRouter() ? "\"media_type\":\"" + assignment.mediaType(i) + "\"," : "",
                        assignment.shows("url")
                                ? "\"url\":\"" + assignment.link() + "\""
                                : "\"b64_json\":\"" + assignment.base64(i) + "\""));
        return "{\"created\":%d,\"data\":[%s],%s\"usage\":%s}"
                .formatted(
                        assignment.created(),
                        pictures,
                        openRouter() ? "" : request.details() + ",",
                        usage(assignment.drawnTokens()));
    }

    private List<String> events() {
        List<String> events = new ArrayList<>();
        if (openRouter()) {
            events.add(": OPENROUTER PROCESSING\n\n");
        }
        if (assignment.shows("error200")) {
            String failed =
                    "{\"type\":\"error\",\"error\":" + Envelope.openAiError(Refusal.of(Refusal.Fault.HIDDEN, "")) + "}";
            events.add((openRouter() ? "" : "event: error\n") + Reply.event(failed));
        }
        IntStream.range(0, assignment.pictures().size()).forEach(i -> {
            for (int p = 0; p < request.previews(); p++) {
                String draft = assignment.draft(i, (p + 1.0) / (request.previews() + 1));
                events.add(
                        event(i, "partial_image", "\"partial_image_index\":" + p + ",\"b64_json\":\"" + draft + "\""));
            }
            events.add(event(
                    i,
                    "completed",
                    "\"b64_json\":\"" + assignment.base64(i) + "\",\"usage\":"
                            + usage(assignment.drawnTokens()
                                    / assignment.pictures().size())));
        });
        if (openRouter()) {
            events.add(DONE);
        }
        return events;
    }

    private String event(int picture, String step, String fields) {
        String type = request.action() + "." + step;
        return openRouter()
                ? Reply.event("{\"type\":\"%s\",\"media_type\":\"%s\",\"created\":%d,%s}"
                        .formatted(type, assignment.mediaType(picture), assignment.created(), fields))
                : "event: " + type + "\n"
                        + Reply.event("{\"type\":\"%s\",\"created_at\":%d,%s,%s}"
                                .formatted(type, assignment.created(), request.details(), fields));
    }

    private String usage(int drawn) {
        PictureRequest sent = assignment.request();
        int input = sent.textTokens() + sent.imageTokens();
        return openRouter()
                ? openRouterUsage(sent, drawn)
                : """
                {"input_tokens":%d,"output_tokens":%d,"total_tokens":%d,\
                "input_tokens_details":{"text_tokens":%d,"image_tokens":%d},\
                "output_tokens_details":{"text_tokens":0,"image_tokens":%2$d}}""".formatted(input, drawn, input + drawn, sent.textTokens(), sent.imageTokens());
    }

    /** As OpenRouter counts it, the same for chat and images; nothing costs anything here. */
    static String openRouterUsage(PictureRequest sent, int drawn) {
        int input = sent.textTokens() + sent.imageTokens();
        return """
                {"prompt_tokens":%d,"completion_tokens":%d,"total_tokens":%d,"cost":0,"is_byok":false,\
                "cost_details":{"upstream_inference_cost":0,"upstream_inference_prompt_cost":0,\
                "upstream_inference_completions_cost":0},\
                "completion_tokens_details":{"image_tokens":%2$d,"reasoning_tokens":0}}""".formatted(input, drawn, input + drawn);
    }
}
