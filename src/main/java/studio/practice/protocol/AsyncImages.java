package studio.practice.protocol;

import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Collectors;
import studio.practice.answer.Assignment;
import studio.practice.answer.Links;
import studio.practice.answer.Refusal;
import studio.practice.data.Vocabulary;

/** OpenAI's images as relays with tasks offer them: a call is answered with an id, and the pictures are asked for later. */
@Singleton
public class AsyncImages {
    private final Links links;

    AsyncImages(Links links) {
        this.links = links;
    }

    /** @throws Refusal where the protocol answers with an error */
    public List<String> accept(Assignment assignment) {
        assignment.checkAccepted();
        return List.of("{\"created\":%d,\"task_id\":\"%s\",\"status\":\"queued\"}"
                .formatted(assignment.created(), links.ticket(assignment.pictures())));
    }

    /** @throws Refusal 404 for a task that is not ours or has ended */
    public String task(String id, RoutingContext routing) {
        String state;
        try {
            List<String> found = links.collect(id, routing);
            String urls = found.stream().map(url -> "{\"url\":\"" + url + "\"}").collect(Collectors.joining(","));
            state = found.isEmpty() ? "\"processing\"" : "\"completed\",\"data\":[" + urls + "]";
        } catch (Refusal refusal) {
            if (refusal.fault() != Refusal.Fault.WITHHELD) {
                throw refusal;
            }
            state = "\"failed\",\"error\":" + Envelope.openAiError(refusal);
        }
        return "{\"id\":%s,\"status\":%s}".formatted(Vocabulary.json(id), state);
    }
}
