package studio.task;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import studio.task.TaskStatus.Stage;

/**
 * How far a task is, as its owner tells other instances: finer than what is on disk. On the {@link studio.storage.ChangeBus} it is
 * {@code DOWNLOADING} where the rest is on disk, or {@code RUNNING DOWNLOADING 1764500000000}.
 *
 * @param status null: as on disk
 * @param startedAt null: as on disk
 */
public record TaskStep(
        @Nullable TaskStatus status, Stage stage, @Nullable Instant startedAt) {

    public static TaskStep of(Task task) {
        return new TaskStep(task.status(), task.stage(), task.startedAt());
    }

    /** Empty where nothing is said, or a newer version said it. */
    public static Optional<TaskStep> read(@Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        String[] words = text.split(" ", -1);
        try {
            return Optional.of(
                    words.length == 1
                            ? new TaskStep(null, Stage.valueOf(text), null)
                            : new TaskStep(
                                    TaskStatus.valueOf(words[0]),
                                    Stage.valueOf(words[1]),
                                    words.length < 3 ? null : Instant.ofEpochMilli(Long.parseLong(words[2]))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    public String wire() {
        if (status == null) {
            return stage.name();
        }
        String words = status + " " + stage.name();
        return startedAt == null ? words : words + " " + startedAt.toEpochMilli();
    }

    /** Whether the task has ended, and all of it is on disk. */
    public boolean ends() {
        return stage == Stage.DONE || stage == Stage.FAILED || stage == Stage.CANCELED;
    }

    /** The task as its owner has it, of what is on disk; that itself where it is newer. */
    public Task of(Task stored, long version) {
        if (ends() || stored.status().terminal() || stored.version() > version) {
            return stored;
        }
        TaskDraft draft = new TaskDraft(stored);
        draft.stage = stage;
        draft.version = version;
        if (status != null) {
            draft.status = status;
        }
        if (startedAt != null) {
            draft.startedAt = startedAt;
        }
        return draft.task();
    }
}
