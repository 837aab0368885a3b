package studio.push;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import studio.problem.Language;
import studio.problem.Message;

/**
 * What a browser shows at the end of tasks. The page's service worker reads it.
 *
 * @param tag of several messages with the same one the last is shown; the page itself uses the same
 * @param path what a click opens, below the page's own address
 * @param alert whether the device may sound though a message with the same tag is shown
 */
@RegisterForReflection
record TaskNotice(String title, @Nullable String body, String tag, String path, boolean alert) {
    static final String TAG = "tasks";
    private static final int MAX_PROMPT = 120;
    private static final int MAX_NAMED = 60;

    /** @param underWay how many tasks have not ended */
    static TaskNotice of(Unseen unseen, int underWay, Subscription to) {
        boolean single = unseen.ends() == 1;
        List<String> lines = new ArrayList<>();
        if (to.showPrompt()) {
            lines.addAll(single ? List.of(shortened(unseen.last().prompt(), MAX_PROMPT)) : failures(unseen, to));
        }
        if (underWay > 0) {
            lines.add(counted("push.under_way_one", "push.under_way", underWay).in(to.language()));
        }
        String body = String.join("\n", lines).strip();
        return new TaskNotice(
                title(unseen).in(to.language()),
                body.isEmpty() ? null : body,
                TAG,
                single ? "tasks/" + unseen.last().taskId() : "create",
                unseen.alert());
    }

    private static Message title(Unseen unseen) {
        if (unseen.failed() == 0) {
            return counted("push.done", "push.done_many", unseen.ready());
        }
        return unseen.ready() == 0
                ? counted("push.failed", "push.failed_many", unseen.failed())
                : Message.of("push.mixed", counted("push.done_one", "push.done_many", unseen.ready()), unseen.failed());
    }

    private static List<String> failures(Unseen unseen, Subscription to) {
        Language language = to.language();
        return unseen.failedPrompts().stream()
                .map(prompt ->
                        Message.of("push.named", shortened(prompt, MAX_NAMED)).in(language))
                .toList();
    }

    private static Message counted(String one, String several, int count) {
        return Message.of(count == 1 ? one : several, count);
    }

    /** Never cuts a character in two. */
    private static String shortened(String text, int most) {
        return text.codePointCount(0, text.length()) <= most
                ? text
                : text.substring(0, text.offsetByCodePoints(0, most)) + "…";
    }
}
