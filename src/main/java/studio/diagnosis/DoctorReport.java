package studio.diagnosis;

import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What the server finds by itself. What only a browser can measure (events, limits of proxies in between) the page adds.
 *
 * @param time the server's clock when it answers
 * @param connection how this very request has arrived
 * @param maxBodyBytes that the server takes; a proxy in between may take less
 */
record DoctorReport(Instant time, Connection connection, long maxBodyBytes, List<Result> checks) {

    /**
     * @param https as far as the server may believe it
     * @param proxied some proxy has passed the request on
     * @param trusted and it is one of {@code TRUSTED_PROXIES}
     * @param peer the address that the connection comes from
     */
    @Schema(name = "DoctorConnection")
    record Connection(boolean https, boolean proxied, boolean trusted, String peer) {}

    /**
     * @param id {@code disk_space}, {@code database}, …, or {@code upstream:} and the id of an API config
     * @param sentence for people: what was found, and what to do
     */
    @Schema(name = "DoctorCheck")
    record Result(String id, Finding.State state, String sentence) {}
}
