package studio.upstream.chat;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import studio.model.PictureOptions;
import studio.model.Protocol;
import studio.upstream.Answer;
import studio.upstream.Billing;
import studio.upstream.Connection;
import studio.upstream.Exchange;
import studio.upstream.ImageProvider;
import studio.upstream.ImageRequest;
import studio.upstream.UpstreamModel;
import studio.upstream.answer.ModelList;
import studio.upstream.transport.Body;
import studio.upstream.transport.Body.Fields;
import studio.upstream.transport.Target;
import studio.upstream.transport.UpstreamCalls;

/** Pictures through {@code POST /chat/completions}: OpenRouter and the relays that copy it. */
@Singleton
class ChatProvider implements ImageProvider {
    /** Model families that make pictures and no words; they refuse a request for text. */
    private static final Pattern PICTURE_ONLY =
            Pattern.compile("flux|recraft|sourceful|riverflow|seedream|ideogram|imagen|stable-diffusion|sdxl");

    private final UpstreamCalls calls;

    ChatProvider(UpstreamCalls calls) {
        this.calls = calls;
    }

    @Override
    public Protocol protocol() {
        return Protocol.OPENAI_CHAT;
    }

    @Override
    public Answer generate(ImageRequest request, Exchange exchange) {
        Connection connection = request.connection();
        boolean openRouter = Connection.toOpenRouter(connection.endpoint());
        Target target = Target.of(connection, "/chat/completions")
                .with("X-OpenRouter-Title", openRouter ? "Image Studio" : null);
        return calls.paid(target, exchange, Billing.FAILURES_MAY_COST, Body.json(completion(request)));
    }

    private static Fields completion(ImageRequest request) {
        boolean words =
                !PICTURE_ONLY.matcher(request.model().toLowerCase(Locale.ROOT)).find();
        Fields json = new Fields()
                .with("model", request.model())
                .with("messages", List.of(new Fields().with("role", "user").with("content", content(request))))
                .with("modalities", words ? List.of("image", "text") : List.of("image"))
                .with("image_config", imageConfig(request.options()));
        if (request.options().googleSearch()) {
            // OpenRouter has a plugin for it; relays in front of Gemini take a function by this name for Google's own
            // search.
            if (Connection.toOpenRouter(request.connection().endpoint())) {
                json.with("plugins", List.of(Map.of("id", "web")));
            } else {
                Fields function = new Fields().with("type", "function");
                json.with("tools", List.of(function.with("function", Map.of("name", "googleSearch"))));
            }
        }
        return json.with("stream", false);
    }

    private static Object content(ImageRequest request) {
        if (request.references().isEmpty()) {
            return request.prompt();
        }
        List<Object> content = new ArrayList<>();
        content.add(new Fields().with("type", "text").with("text", request.prompt()));
        request.references().forEach(picture -> content.add(Body.imageUrl(picture)));
        return content;
    }

    private static Fields imageConfig(PictureOptions options) {
        // The half size is called 0.5K here and 512 everywhere else.
        String tier = "512".equals(options.imageSize()) ? "0.5K" : options.imageSize();
        return new Fields()
                .with("aspect_ratio", options.aspectRatio())
                .with("image_size", tier)
                .with("size", options.size())
                .with("quality", options.quality())
                .with("background", options.background())
                .with("output_format", options.outputFormat());
    }

    @Override
    public List<UpstreamModel> models(Connection connection) {
        return ModelList.read(calls.json(Target.of(connection, "/models")));
    }
}
