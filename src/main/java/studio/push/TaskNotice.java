package studio.push;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;
import studio.problem.Message;
import studio.task.Task;
import studio.task.TaskStatus;

/**
 * What a browser shows at the end of a task. The page's service worker reads it.
 *
 * @param tag of several messages with the same one the last is shown
 * @param path what a click opens, below the page's own address
 */
@RegisterForReflection
record TaskNotice(String title, @Nullable String body, String tag, String path) {
    private static final int MAX_BODY = 120;

    static boolean isWorthOne(TaskStatus status) {
        return status == TaskStatus.DONE || status == TaskStatus.FAILED;
    }

    static TaskNotice of(Task task, Subscription subscription) {
        String key = task.status() == TaskStatus.DONE ? "push.done" : "push.failed";
        String prompt = task.request().prompt();
        String body = subscription.showPrompt() && !prompt.isBlank() ? shortened(prompt) : null;
        return new TaskNotice(Message.of(key).in(subscription.language()), body, task.id(), "tasks/" + task.id());
    }

    /** Never cuts a character in two. */
    private static String shortened(String text) {
        return text.codePointCount(0, text.length()) <= MAX_BODY
                ? text
                : text.substring(0, text.offsetByCodePoints(0, MAX_BODY)) + "…";
    }
}
