package studio.upstream.asynctask;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import studio.json.SpooledJson;
import studio.upstream.Answer;
import studio.upstream.Billing;
import studio.upstream.Connection;
import studio.upstream.Exchange;
import studio.upstream.FailureCode;
import studio.upstream.Outcome;
import studio.upstream.ReportedError;
import studio.upstream.Ticket;
import studio.upstream.UpstreamException;
import studio.upstream.answer.AnswerReader;
import studio.upstream.answer.Reply;
import studio.upstream.dialect.AsyncTask;
import studio.upstream.dialect.Dialect;
import studio.upstream.failure.Answered;
import studio.upstream.failure.WaitHints;
import studio.upstream.failure.Words;

/** Turns the body of a 2xx of an upstream with tasks into a {@link TaskReply}. Leaves no file behind but those of a result. */
final class TaskReader {
    private static final int PEEK = 512;
    private static final List<String> WORDS = Words.list("task failure texts");
    private static final List<String> CODES = Words.list("task failure codes");

    private final Exchange exchange;
    private final Dialect dialect;
    private final AsyncTask task;
    private final AnswerReader answers;
    private final Path folder;
    private final String apiKey;
    private final Billing billing;

    /** What an upstream that works with tasks answers, to a submission or to a question for the result. */
    sealed interface TaskReply {

        /** The pictures are there. */
        record Done(Answer answer) implements TaskReply {}

        /**
         * The upstream is at work.
         *
         * @param id of the task; null where only the state was asked for
         * @param address at which to ask for the result; null when it names none
         * @param pause that it asks for; null when it does not
         */
        record Working(
                @Nullable String id,
                @Nullable String address,
                @Nullable Duration pause) implements TaskReply {}

        /** A submission was taken, and its ticket is on disk. */
        record Accepted(Ticket ticket) implements TaskReply {}

        /** @param sure false: the task is done without a picture, which another question may still bring */
        record Failed(UpstreamException why, boolean sure) implements TaskReply {}

        /** The upstream knows no such task. */
        record Gone() implements TaskReply {}
    }

    TaskReader(Connection connection, Exchange exchange, Dialect dialect) {
        this.exchange = exchange;
        this.dialect = dialect;
        this.task = Objects.requireNonNull(dialect.task());
        this.folder = exchange.folder();
        this.apiKey = connection.apiKey();
        this.billing = dialect.billing();
        this.answers = new AnswerReader(folder, apiKey, billing, exchange);
    }

    /** What came of a call that was just sent: a ticket, on disk, or already the pictures. */
    TaskReply submitted(Reply reply) throws IOException {
        TaskReply read = read(reply, true);
        if (!(read instanceof TaskReply.Working working)) {
            return read;
        }
        String id = working.id() == null ? String.valueOf(working.address()) : working.id();
        Ticket ticket = new Ticket(id, working.address(), dialect.protocol(), dialect.name(), Instant.now());
        exchange.submitted(ticket);
        exchange.answerStarts(reply.status(), id);
        return new TaskReply.Accepted(ticket);
    }

    /** What came of a question for the result. */
    TaskReply polled(Reply reply) throws IOException {
        return read(reply, false);
    }

    private TaskReply read(Reply reply, boolean submission) throws IOException {
        BufferedInputStream body = new BufferedInputStream(reply.body(), 64 * 1024);
        body.mark(PEEK);
        String start = new String(body.readNBytes(PEEK), StandardCharsets.UTF_8).stripLeading();
        body.reset();
        Reply whole = new Reply(reply.status(), reply.header(), body);
        if (!start.startsWith("{") && !start.startsWith("[")) {
            return new TaskReply.Done(answers.read(whole));
        }
        Set<Path> before = files();
        TaskReply read = null;
        try {
            read = document(SpooledJson.read(body, folder, AnswerReader.LIMITS), whole, submission);
            return read;
        } catch (SpooledJson.LimitException tooLarge) {
            throw new Answered(reply.status(), null, apiKey, billing)
                    .unreadable(String.valueOf(tooLarge.getMessage()), tooLarge);
        } finally {
            if (!(read instanceof TaskReply.Done)) {
                // A preview in an answer without a result is never taken for one.
                for (Path file : files()) {
                    if (!before.contains(file)) {
                        Files.deleteIfExists(file);
                    }
                }
            }
        }
    }

    private Set<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.collect(Collectors.toSet());
        }
    }

    private TaskReply document(SpooledJson document, Reply reply, boolean submission) throws IOException {
        AsyncTask.Reading reading = task.look(document.tree());
        boolean named = reading.id() != null || reading.address() != null;
        TaskReply working = new TaskReply.Working(
                reading.id(), reading.address(), WaitHints.find(reply.header(), document.tree(), Instant.now()));
        return switch (reading.state()) {
            case FAILED -> new TaskReply.Failed(failure(reading, reply.status()), true);
            case PROMPT_REFUSED -> refused(FailureCode.PROMPT_BLOCKED, reading, reply.status());
            case PICTURE_REFUSED -> refused(FailureCode.IMAGE_BLOCKED, reading, reply.status());
            case GONE -> new TaskReply.Gone();
            case WORKING -> submission && !named ? new TaskReply.Done(answers.answer(document, reply)) : working;
            case DONE, UNKNOWN -> {
                if (submission && reading.address() != null) {
                    yield working;
                }
                boolean unknown = reading.state() == AsyncTask.State.UNKNOWN;
                try {
                    Answer answer = answers.answer(document, reply);
                    // Of an upstream that has not reported the end, an address that may be anything is no picture yet.
                    boolean open = unknown
                            && (named || reading.word() != null)
                            && answer.candidates().stream().allMatch(Answer.Candidate::guess);
                    yield open ? working : new TaskReply.Done(answer);
                } catch (UpstreamException none) {
                    // An unknown state is no end, and an id is worth asking for.
                    if (submission ? named : unknown && reading.word() != null) {
                        yield working;
                    }
                    if (unknown || submission) {
                        throw none;
                    }
                    boolean plain = none.failure() == FailureCode.ASYNC_UNSUPPORTED;
                    yield new TaskReply.Failed(
                            plain ? failed(FailureCode.NO_IMAGE, reading, reply.status(), null) : none, false);
                }
            }
        };
    }

    private TaskReply refused(FailureCode code, AsyncTask.Reading reading, int status) {
        String words = failure(reading, status).upstreamMessage();
        return new TaskReply.Failed(failed(code, reading, status, words), true);
    }

    private static UpstreamException failed(
            FailureCode code, AsyncTask.Reading reading, int status, @Nullable String words) {
        return new UpstreamException(
                code, Outcome.FINAL, new ReportedError(status, reading.word(), words, reading.id(), null, null), null);
    }

    /** The reason of a failed task, written as an error is elsewhere. */
    private UpstreamException failure(AsyncTask.Reading reading, int status) {
        JsonNode reason = reading.reason();
        JsonNode holder = reason;
        if (!reason.path("error").isObject()) {
            ObjectNode error = JsonNodeFactory.instance.objectNode();
            String code = first(reason, CODES);
            error.put("code", code == null ? reading.word() : code);
            String words = reason.path("error").textValue();
            error.put("message", words == null ? first(reason, WORDS) : words);
            holder = JsonNodeFactory.instance.objectNode().set("error", error.removeIf(JsonNode::isNull));
        }
        return new Answered(status, reading.id(), apiKey, billing).error(holder);
    }

    private static @Nullable String first(JsonNode node, List<String> names) {
        return names.stream()
                .map(node::path)
                .filter(value -> value.isValueNode()
                        && !value.isNull()
                        && !value.asText().isBlank())
                .map(JsonNode::asText)
                .findFirst()
                .orElse(null);
    }
}
