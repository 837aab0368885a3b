package studio.task.answer;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import studio.files.AtomicFiles;
import studio.model.Protocol;
import studio.upstream.Ticket;

/**
 * The note in a call's folder that an upstream works on it. While it exists the call is paid for, and a task that is resumed
 * asks for the result instead of submitting once more.
 *
 * @param pictures the numbers of the task's pictures that the call is for
 * @param submittedAt milliseconds since 1970
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SubmittedCall(
        List<Integer> pictures,
        String id,
        @Nullable String address,
        Protocol protocol,
        String dialect,
        long submittedAt) {
    private static final String NAME = "submitted.json";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    public static SubmittedCall of(Ticket ticket, List<Integer> pictures) {
        return new SubmittedCall(
                pictures,
                ticket.id(),
                ticket.address(),
                ticket.protocol(),
                ticket.dialect(),
                ticket.submittedAt().toEpochMilli());
    }

    public Ticket ticket() {
        return new Ticket(id, address, protocol, dialect, Instant.ofEpochMilli(submittedAt));
    }

    /** On disk when this returns. */
    public void write(Path folder) throws IOException {
        AtomicFiles.write(folder.resolve(NAME), MAPPER.writeValueAsBytes(this));
    }

    public static Optional<SubmittedCall> read(Path folder) throws IOException {
        Path file = folder.resolve(NAME);
        return Files.isRegularFile(file)
                ? Optional.of(MAPPER.readValue(Files.readAllBytes(file), SubmittedCall.class))
                : Optional.empty();
    }

    /** The upstream has given its final answer. */
    public static void forget(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(NAME));
    }
}
