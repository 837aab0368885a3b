package studio.upstream;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import studio.model.Protocol;

/**
 * What an upstream gave for a call that it works on: enough to ask for the result, also after a restart, and never to pay again.
 *
 * @param id the upstream's own id of the task
 * @param address at which to ask, as reported by the upstream; null: by the dialect's path
 * @param protocol and dialect in which the call was sent, whatever the API config says later
 */
public record Ticket(String id, @Nullable String address, Protocol protocol, String dialect, Instant submittedAt) {}
