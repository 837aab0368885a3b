package studio.log;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One line of the log as people see it, already redacted.
 *
 * @param id grows with time; begins anew with each start of the server
 * @param level {@code debug}, {@code info}, {@code warn} or {@code error}
 * @param scope which part of the server speaks: {@code task}, {@code gallery}, or a library's name
 * @param requestId of the request that the line belongs to, if any
 * @param extra the exception in short, and what else was known, for example {@code taskId}
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LogEntry(
        String id,
        Instant time,

        @Schema(enumeration = {"debug", "info", "warn", "error"})
        String level,

        String scope,
        String message,
        @Nullable String requestId,
        @Nullable Map<String, Object> extra) {}
