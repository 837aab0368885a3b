package studio.task.run;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import jakarta.inject.Singleton;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import studio.task.Attempt;
import studio.task.Task;
import studio.task.TaskFailure;
import studio.task.TaskStatus;

/**
 * One trace a task: how long it waited, each call to the upstream, how long saving took. It is told whole, from what the task
 * says of itself when it has ended, so that nothing has to follow the work through its threads. Names are those of
 * OpenTelemetry's conventions for generative AI where it has one. Prompts, keys and addresses are never part of it.
 */
@Singleton
class TaskTraces {
    private static final String OPERATION = "generate_content";
    private static final AttributeKey<String> OPERATION_NAME = AttributeKey.stringKey("gen_ai.operation.name");
    private static final AttributeKey<String> MODEL = AttributeKey.stringKey("gen_ai.request.model");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
    private static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");
    private static final AttributeKey<String> TASK = AttributeKey.stringKey("studio.task.id");
    private static final AttributeKey<String> CONFIG = AttributeKey.stringKey("studio.config.id");
    private static final AttributeKey<String> END = AttributeKey.stringKey("studio.task.status");
    private static final AttributeKey<Long> PICTURES = AttributeKey.longKey("studio.pictures");
    private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("studio.upstream.outcome");

    private final Tracer tracer;

    TaskTraces(Tracer tracer) {
        this.tracer = tracer;
    }

    void ended(Task task) {
        Instant end = task.finishedAt();
        if (end == null) {
            return;
        }
        TaskFailure failure = task.failure();
        Span whole = span("task", null, SpanKind.INTERNAL, task.createdAt())
                .setAttribute(TASK, task.id())
                .setAttribute(END, task.status().wire())
                .setAttribute(MODEL, task.request().model())
                .setAttribute(CONFIG, task.request().configId())
                .setAttribute(PICTURES, (long) task.request().count())
                .startSpan();
        close(whole, failure == null ? null : failure.code(), end);
        Instant start = task.startedAt();
        span("queue", whole, SpanKind.INTERNAL, task.createdAt())
                .startSpan()
                .end(notBefore(task.createdAt(), start == null ? end : start));
        Instant answered = start;
        for (Attempt attempt : task.attempts()) {
            Instant done = attempt.finishedAt() == null ? end : attempt.finishedAt();
            called(task, whole, attempt, done);
            answered = attempt.outcome() == Attempt.Outcome.DONE ? done : answered;
        }
        if (answered != null && task.status() == TaskStatus.DONE) {
            span("save", whole, SpanKind.INTERNAL, answered).startSpan().end(notBefore(answered, end));
        }
    }

    private void called(Task task, Span whole, Attempt attempt, Instant done) {
        Span call = span(OPERATION + " " + task.request().model(), whole, SpanKind.CLIENT, attempt.startedAt())
                .setAttribute(OPERATION_NAME, OPERATION)
                .setAttribute(MODEL, task.request().model())
                .setAttribute(CONFIG, task.request().configId())
                .setAttribute(OUTCOME, attempt.outcome().wire())
                .startSpan();
        if (attempt.status() != null) {
            call.setAttribute(STATUS, attempt.status().longValue());
        }
        close(call, attempt.code(), notBefore(attempt.startedAt(), done));
    }

    private SpanBuilder span(String name, @Nullable Span parent, SpanKind kind, Instant start) {
        SpanBuilder builder = tracer.spanBuilder(name).setSpanKind(kind).setStartTimestamp(start);
        return parent == null
                ? builder.setNoParent()
                : builder.setParent(Context.root().with(parent));
    }

    private static void close(Span span, @Nullable String error, Instant end) {
        if (error != null) {
            span.setAttribute(ERROR, error).setStatus(StatusCode.ERROR);
        }
        span.end(end);
    }

    /** A clock that was set back makes no negative times. */
    private static Instant notBefore(Instant start, Instant end) {
        return end.isBefore(start) ? start : end;
    }
}
