package studio.storage.move;

import java.util.List;

/** The tables that a backup holds, in the order in which they are filled: each after those that it refers to or whose triggers write it. */
final class MovedTables {
    static final String TASK = "task";

    static final List<String> ALL = List.of(
            "meta",
            "gallery_entry",
            "entry_reference",
            TASK,
            "attempt",
            "idempotency",
            "task_reference",
            "task_turn",
            "task_change",
            "queue_control",
            "spending",
            "prompt",
            "draft",
            "draft_reference",
            "session",
            "push_key",
            "push_subscription");

    /**
     * The others: what triggers count, the config, which an archive has as a file, and what is about the instances that are at work
     * and their requests of a moment.
     */
    static final List<String> LEFT = List.of(
            "gallery_total",
            "gallery_facet",
            "config_document",
            "cluster",
            "instance",
            "task_execution",
            "job_execution",
            "budget_reservation",
            "sign_in_try",
            "short_link",
            "upload_desk",
            "task_partial",
            "waiting_picture");

    /** Beside the tables: the highest number that each table with numbers of its own has given, columns {@code name} and {@code last}. */
    static final String NUMBERS = "numbers";

    private MovedTables() {}
}
