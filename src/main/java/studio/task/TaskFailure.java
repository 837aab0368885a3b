package studio.task;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import studio.upstream.FailureCode;
import studio.upstream.NextStep;
import studio.upstream.UpstreamException;
import studio.web.ProblemException;

/**
 * Why a task ended without a picture, in both languages.
 *
 * @param mayBeBilled the upstream may have charged for it all the same
 * @param nextStep what helps most, for programs
 * @param upstream status, code, message and request id as the upstream gave them; empty when it did not answer
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record TaskFailure(
        String code, String zh, String en, boolean mayBeBilled, NextStep nextStep, Map<String, Object> upstream) {
    public TaskFailure {
        // Nothing is written for an empty map, so reading gives null.
        upstream = Objects.requireNonNullElse(upstream, Map.of());
        nextStep = Objects.requireNonNullElse(nextStep, NextStep.NONE);
    }

    /** Whether it makes no sense to send the task's further calls. */
    boolean alsoForTheOthers() {
        return FailureCode.find(code).map(FailureCode::sameForAllCalls).orElseGet(() -> OwnFailure.of(code)
                .sameForAllCalls());
    }

    /** Of the synchronous call that ends so. */
    int httpStatus() {
        return FailureCode.find(code).map(FailureCode::httpStatus).orElseGet(() -> OwnFailure.of(code)
                .httpStatus());
    }

    String message(boolean english) {
        return english ? en : zh;
    }

    static TaskFailure of(UpstreamException e) {
        Map<String, Object> upstream = new LinkedHashMap<>();
        if (e.status() != 0) {
            upstream.put("status", e.status());
        }
        put(upstream, "code", e.upstreamCode());
        put(upstream, "message", e.upstreamMessage());
        put(upstream, "requestId", e.requestId());
        return new TaskFailure(
                e.code(),
                e.message(false),
                e.message(true),
                e.mayBeBilled(),
                e.failure().nextStep(),
                upstream);
    }

    private static void put(Map<String, Object> map, String name, @Nullable String value) {
        if (value != null) {
            map.put(name, value);
        }
    }

    static TaskFailure of(ProblemException e) {
        NextStep next = e.status() == 507 ? NextStep.RETRY_LATER : NextStep.CHANGE_REQUEST;
        return new TaskFailure(e.code(), e.message(false), e.message(true), false, next, Map.of());
    }

    static TaskFailure canceled(boolean mayBeBilled) {
        return mayBeBilled
                ? new TaskFailure(
                        "canceled",
                        "任务已取消；请求已发往上游，仍可能产生费用",
                        "The task was canceled; the request had been sent and may still be billed",
                        true,
                        NextStep.CHECK_BILL,
                        Map.of())
                : new TaskFailure(
                        "canceled",
                        "任务已取消，请求没有发往上游",
                        "The task was canceled before anything was sent",
                        false,
                        NextStep.RETRY,
                        Map.of());
    }

    static TaskFailure interrupted(boolean mayBeBilled) {
        return new TaskFailure(
                "interrupted",
                mayBeBilled ? "服务重启导致任务中断；上游可能已计费，可重试" : "服务重启导致任务中断，可重试",
                mayBeBilled
                        ? "The server stopped while the task was running; the upstream may have billed it. You can retry"
                        : "The server stopped while the task was running. You can retry",
                mayBeBilled,
                mayBeBilled ? NextStep.CHECK_BILL : NextStep.RETRY,
                Map.of());
    }

    static TaskFailure notSaved() {
        return new TaskFailure(
                "save_failed",
                "图片已收到，但保存失败（请检查磁盘空间和权限）。重试会直接保存，不会再次计费",
                "The picture has arrived but could not be saved (check disk space and permissions). A retry only saves it and costs nothing",
                true,
                NextStep.RETRY,
                Map.of());
    }

    static TaskFailure internal(@Nullable String requestId) {
        return new TaskFailure(
                "internal_error",
                "服务器内部错误，请查看日志（请求编号 " + requestId + "）",
                "Internal error; see the log (request id " + requestId + ")",
                true,
                NextStep.RETRY,
                Map.of());
    }
}
