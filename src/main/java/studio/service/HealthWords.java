package studio.service;

import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheckResponse;
import studio.service.ServiceDescription.Health;

/** Says in a sentence what a health check found. */
final class HealthWords {
    /** Quarkus' own check. */
    private static final String SHUTDOWN = "Graceful Shutdown";

    private HealthWords() {}

    static Health of(HealthCheckResponse state, boolean english) {
        boolean up = state.getStatus() == HealthCheckResponse.Status.UP;
        Map<String, Object> data = state.getData().orElse(Map.of());
        return new Health(
                state.getName(), up, english ? english(state.getName(), up, data) : chinese(state.getName(), up, data));
    }

    private static String chinese(String name, boolean up, Map<String, Object> data) {
        return switch (name) {
            case "database" -> up ? "数据库工作正常（" + data.get("product") + "）" : "数据库没有响应，请查看日志";
            case "disk" -> up ? "图片可以写入磁盘，剩余 " + free(data) : "磁盘空间不足或目录不可写（剩余 " + free(data) + "），新图片可能无法保存";
            case "pictures" -> "处理图片的程序：" + data.get("library");
            case SHUTDOWN -> up ? "服务正常接收请求" : "服务正在关闭，不再接收新请求";
            default -> up ? name + " 工作正常" : name + " 出现故障，请查看日志";
        };
    }

    private static String english(String name, boolean up, Map<String, Object> data) {
        return switch (name) {
            case "database" ->
                up ? "The database works (" + data.get("product") + ")" : "The database does not answer; see the log";
            case "disk" ->
                up
                        ? "Pictures can be written; " + free(data) + " are free"
                        : "The disk is nearly full or a folder cannot be written (" + free(data)
                                + " are free), so new pictures may be lost";
            case "pictures" -> "Pictures are shrunk by " + data.get("library");
            case SHUTDOWN -> up ? "Requests are served" : "The server is shutting down";
            default -> up ? name + " works" : name + " is broken; see the log";
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
