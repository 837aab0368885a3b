package studio.task.run;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import studio.task.Attempt;
import studio.task.Task;
import studio.task.TaskFailure;
import studio.task.TaskStatus;
import studio.usage.Cost;

/**
 * Figures and one trace of each task, made from its last state, so that nothing has to follow the work through its threads.
 * Names are those of OpenTelemetry's conventions for generative AI where it has one. Prompts, keys and addresses are never
 * part of it.
 */
@Singleton
class TaskTelemetry {
    /** So many API configs have figures of their own; a file with more of them shares the rest. */
    private static final int MAX_CONFIGS = 50;

    private static final Duration[] BUCKETS = {
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(15),
        Duration.ofSeconds(30),
        Duration.ofMinutes(1),
        Duration.ofMinutes(2),
        Duration.ofMinutes(5)
    };

    private static final String OPERATION = "generate_content";

    private final MeterRegistry registry;
    private final Tracer tracer;
    private final Set<String> configs = ConcurrentHashMap.newKeySet();

    TaskTelemetry(MeterRegistry registry, Tracer tracer) {
        this.registry = registry;
        this.tracer = tracer;
    }

    /** Called once, when the task has ended. */
    void ended(Task task) {
        Instant end = task.finishedAt();
        if (end != null) {
            TaskFailure failure = task.failure();
            count(task, failure, end);
            trace(task, failure, end);
        }
    }

    /** A call was billed, or may have been. */
    void spent(String configId, @Nullable Cost cost) {
        if (cost != null) {
            Counter.builder("studio.cost.dollars")
                    .tag("config", known(configId))
                    .tag("estimated", Boolean.toString(cost.estimated()))
                    .description("US dollars that upstreams charged, or may have")
                    .register(registry)
                    .increment(cost.usd().doubleValue());
        }
    }

    private void count(Task task, @Nullable TaskFailure failure, Instant end) {
        Counter.builder("studio.tasks")
                .tag("status", task.status().wire())
                .tag("code", failure == null ? "none" : failure.code())
                .description("Tasks that ended; a code beside done means that some of its pictures are missing")
                .register(registry)
                .increment();
        Instant start = task.startedAt();
        if (start != null) {
            time(
                    Timer.builder("studio.task.wait").description("From the request to a worker"),
                    task.createdAt(),
                    start);
            time(Timer.builder("studio.task.run").description("From a worker to the end"), start, end);
        }
        for (Attempt attempt : task.attempts()) {
            Instant finishedAt = attempt.finishedAt();
            if (finishedAt != null) {
                Timer.Builder timer = Timer.builder("studio.upstream")
                        .tag("config", known(task.request().configId()))
                        .tag("outcome", attempt.outcome().wire())
                        .description("Calls to upstreams, the body of the answer included");
                time(timer, attempt.startedAt(), finishedAt);
            }
        }
    }

    private void time(Timer.Builder timer, Instant from, Instant to) {
        timer.serviceLevelObjectives(BUCKETS).register(registry).record(Duration.between(from, notBefore(from, to)));
    }

    private String known(String configId) {
        return configs.contains(configId) || (configs.size() < MAX_CONFIGS && configs.add(configId))
                ? configId
                : "other";
    }

    private void trace(Task task, @Nullable TaskFailure failure, Instant end) {
        Span whole = span("task", null, SpanKind.INTERNAL, task.createdAt())
                .setAttribute("studio.task.id", task.id())
                .setAttribute("studio.task.status", task.status().wire())
                .setAttribute("gen_ai.request.model", task.request().model())
                .setAttribute("studio.config.id", task.request().configId())
                .setAttribute("studio.pictures", (long) task.request().count())
                .startSpan();
        close(whole, failure == null ? null : failure.code(), end);
        Instant start = task.startedAt();
        span("queue", whole, SpanKind.INTERNAL, task.createdAt())
                .startSpan()
                .end(notBefore(task.createdAt(), start == null ? end : start));
        Instant answered = start;
        for (Attempt attempt : task.attempts()) {
            Instant done = Objects.requireNonNullElse(attempt.finishedAt(), end);
            traceCall(task, whole, attempt, done);
            answered = attempt.outcome() == Attempt.Outcome.DONE ? done : answered;
        }
        if (answered != null && task.status() == TaskStatus.DONE) {
            span("save", whole, SpanKind.INTERNAL, answered).startSpan().end(notBefore(answered, end));
        }
    }

    private void traceCall(Task task, Span whole, Attempt attempt, Instant done) {
        Span call = span(OPERATION + " " + task.request().model(), whole, SpanKind.CLIENT, attempt.startedAt())
                .setAttribute("gen_ai.operation.name", OPERATION)
                .setAttribute("gen_ai.request.model", task.request().model())
                .setAttribute("studio.config.id", task.request().configId())
                .setAttribute("studio.upstream.outcome", attempt.outcome().wire())
                .startSpan();
        if (attempt.status() != null) {
            call.setAttribute("http.response.status_code", attempt.status().longValue());
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
            span.setAttribute("error.type", error).setStatus(StatusCode.ERROR);
        }
        span.end(end);
    }

    /** A clock that was set back makes no negative times. */
    private static Instant notBefore(Instant start, Instant end) {
        return end.isBefore(start) ? start : end;
    }
}
