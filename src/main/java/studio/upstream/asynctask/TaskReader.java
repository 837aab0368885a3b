package studio.upstream.asynctask;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import studio.json.JsonSpool;
import studio.json.SpoolLimitException;
import studio.json.SpooledJson;
import studio.upstream.Answer;
import studio.upstream.Billing;
import studio.upstream.Connection;
import studio.upstream.Exchange;
import studio.upstream.FailureCode;
import studio.upstream.Outcome;
import studio.upstream.Ticket;
import studio.upstream.Told;
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
        return read instanceof TaskReply.Working working ? accepted(working, reply.status()) : read;
    }

    /** What came of a question for the result. */
    TaskReply polled(Reply reply) throws IOException {
        return read(reply, false);
    }

    private TaskReply accepted(TaskReply.Working working, int status) {
        String id = working.id() == null ? String.valueOf(working.address()) : working.id();
        Ticket ticket = new Ticket(id, working.address(), dialect.protocol(), dialect.name(), Instant.now());
        exchange.submitted(ticket);
        exchange.answerStarts(status, id);
        return new TaskReply.Accepted(ticket);
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
            read = document(JsonSpool.read(body, folder, AnswerReader.LIMITS), whole, submission);
            return read;
        } catch (SpoolLimitException tooLarge) {
            throw new Answered(reply.status(), null, apiKey, billing)
                    .unreadable(String.valueOf(tooLarge.getMessage()), tooLarge);
        } finally {
            if (!(read instanceof TaskReply.Done)) {
                removeAllBut(before);
            }
        }
    }

    private TaskReply document(SpooledJson document, Reply reply, boolean submission) throws IOException {
        AsyncTask.Reading said = task.look(document.tree());
        TaskReply working = new TaskReply.Working(
                said.id(), said.address(), WaitHints.find(reply.header(), document.tree(), Instant.now()));
        boolean named = said.id() != null || said.address() != null;
        return switch (said.state()) {
            case FAILED -> new TaskReply.Failed(failure(said, reply.status()));
            case PROMPT_REFUSED -> new TaskReply.Failed(refused(FailureCode.PROMPT_BLOCKED, said, reply.status()));
            case PICTURE_REFUSED -> new TaskReply.Failed(refused(FailureCode.IMAGE_BLOCKED, said, reply.status()));
            case GONE -> new TaskReply.Gone();
            case WORKING -> submission && !named ? pictures(document, reply) : working;
            case DONE, UNKNOWN -> {
                if (submission && said.address() != null) {
                    yield working;
                }
                try {
                    TaskReply.Done done = pictures(document, reply);
                    // Of an upstream that has not said it is done, an address that may be anything is no picture yet.
                    boolean sure = said.state() == AsyncTask.State.DONE || !allGuessed(done.answer());
                    yield sure || !(named || said.word() != null) ? done : working;
                } catch (UpstreamException none) {
                    if (submission ? named : said.state() == AsyncTask.State.UNKNOWN && said.word() != null) {
                        // An unknown state is none yet, and an id is worth asking for.
                        yield working;
                    }
                    if (said.state() == AsyncTask.State.UNKNOWN || submission) {
                        throw none;
                    }
                    yield new TaskReply.Empty(
                            none.failure() == FailureCode.ASYNC_UNSUPPORTED ? noPicture(said, reply.status()) : none);
                }
            }
        };
    }

    private static UpstreamException noPicture(AsyncTask.Reading said, int status) {
        return new UpstreamException(
                FailureCode.NO_IMAGE, Outcome.FINAL, new Told(status, said.word(), null, said.id(), null, null), null);
    }

    private static boolean allGuessed(Answer answer) {
        return answer.candidates().stream()
                .allMatch(candidate -> candidate instanceof Answer.RemotePicture remote && remote.guess());
    }

    private TaskReply.Done pictures(SpooledJson document, Reply reply) throws IOException {
        return new TaskReply.Done(answers.answer(document, reply));
    }

    private UpstreamException refused(FailureCode code, AsyncTask.Reading said, int status) {
        UpstreamException told = failure(said, status);
        return new UpstreamException(
                code,
                Outcome.FINAL,
                new Told(status, said.word(), told.upstreamMessage(), said.id(), null, null),
                null);
    }

    private UpstreamException failure(AsyncTask.Reading said, int status) {
        JsonNode reason = said.reason();
        JsonNode holder = reason;
        if (!reason.path("error").isObject()) {
            ObjectNode error = JsonNodeFactory.instance.objectNode();
            put(error, "code", first(reason, CODES), said.word());
            JsonNode words = reason.path("error");
            put(error, "message", words.isTextual() ? words.asText() : first(reason, WORDS), null);
            holder = JsonNodeFactory.instance.objectNode().set("error", error);
        }
        return new Answered(status, said.id(), apiKey, billing).error(holder);
    }

    private static void put(ObjectNode error, String field, @Nullable String value, @Nullable String otherwise) {
        String text = value == null ? otherwise : value;
        if (text != null) {
            error.put(field, text);
        }
    }

    private static @Nullable String first(JsonNode node, List<String> names) {
        for (String name : names) {
            JsonNode value = node.path(name);
            if (value.isValueNode() && !value.isNull() && !value.asText().isBlank()) {
                return value.asText();
            }
        }
        return null;
    }

    private Set<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.collect(Collectors.toCollection(HashSet::new));
        }
    }

    /** A preview in an answer without a result is never taken for one. */
    private void removeAllBut(Set<Path> before) throws IOException {
        for (Path file : files()) {
            if (!before.contains(file)) {
                Files.deleteIfExists(file);
            }
        }
    }
}
