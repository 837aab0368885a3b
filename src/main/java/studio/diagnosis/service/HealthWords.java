package studio.diagnosis.service;

import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheckResponse;
import studio.diagnosis.service.ServiceDescription.Health;
import studio.problem.Language;
import studio.problem.Message;

/** Says in a sentence what a health check found. */
final class HealthWords {
    /** Quarkus' own check. */
    private static final String SHUTDOWN = "Graceful Shutdown";

    private HealthWords() {}

    static Health of(HealthCheckResponse state, Language language) {
        boolean up = state.getStatus() == HealthCheckResponse.Status.UP;
        Map<String, Object> data = state.getData().orElse(Map.of());
        return new Health(
                state.getName(), up, message(state.getName(), up, data).in(language));
    }

    private static Message message(String name, boolean up, Map<String, Object> data) {
        String state = up ? "_works" : "_broken";
        return switch (name) {
            case "database" -> Message.of("diagnosis.database" + state, data.get("product"));
            case "disk" -> Message.of("diagnosis.disk" + state, free(data));
            case "pictures" -> Message.of("diagnosis.pictures", data.get("library"));
            case SHUTDOWN -> Message.of("diagnosis.requests" + state);
            default -> Message.of("diagnosis.part" + state, name);
        };
    }

    /** Free space as people read it: GB from one of them on. */
    private static String free(Map<String, Object> data) {
        if (!(data.get("freeMiB") instanceof Number mebibytes)) return "?";
        return mebibytes.longValue() >= 1024
                ? String.format(Locale.ROOT, "%.1f GB", mebibytes.longValue() / 1024.0)
                : mebibytes.longValue() + " MB";
    }
}
