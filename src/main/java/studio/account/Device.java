package studio.account;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a person recognizes a device by: the families of browser and system that it names in {@code User-Agent}, as their makers write
 * them. Nothing else of that header is kept.
 *
 * @param browser null when it is not known
 * @param system null when it is not known
 */
record Device(@Nullable String browser, @Nullable String system) {
    static final Device UNKNOWN = new Device(null, null);

    private static final int MAX_CHARACTERS = 1024;

    /** A word of the header and what it stands for. */
    private record Sign(String word, String name) {}

    /** Most of them call themselves Chrome or Safari as well, so those come last. */
    private static final List<Sign> BROWSERS = List.of(
            new Sign("micromessenger/", "WeChat"),
            new Sign("dingtalk/", "DingTalk"),
            new Sign("mqqbrowser/", "QQ Browser"),
            new Sign("qqbrowser/", "QQ Browser"),
            new Sign("ucbrowser/", "UC Browser"),
            new Sign("miuibrowser/", "Mi Browser"),
            new Sign("huaweibrowser/", "Huawei Browser"),
            new Sign("quark/", "Quark"),
            new Sign("samsungbrowser/", "Samsung Internet"),
            new Sign("edg/", "Edge"),
            new Sign("edga/", "Edge"),
            new Sign("edgios/", "Edge"),
            new Sign("opr/", "Opera"),
            new Sign("vivaldi/", "Vivaldi"),
            new Sign("firefox/", "Firefox"),
            new Sign("fxios/", "Firefox"),
            new Sign("crios/", "Chrome"),
            new Sign("chrome/", "Chrome"),
            new Sign("safari/", "Safari"),
            new Sign("curl/", "curl"),
            new Sign("python", "Python"),
            new Sign("node", "Node.js"),
            new Sign("java", "Java"),
            new Sign("okhttp", "OkHttp"));

    /** Android calls itself Linux as well, and an iPhone is "like Mac OS X". */
    private static final List<Sign> SYSTEMS = List.of(
            new Sign("openharmony", "HarmonyOS"),
            new Sign("harmonyos", "HarmonyOS"),
            new Sign("android", "Android"),
            new Sign("iphone", "iPhone"),
            new Sign("ipad", "iPad"),
            new Sign("windows nt", "Windows"),
            new Sign("cros ", "ChromeOS"),
            new Sign("mac os x", "macOS"),
            new Sign("linux", "Linux"));

    /** @param userAgent null when the client names none; whatever else it holds is data of a stranger */
    static Device of(@Nullable String userAgent) {
        if (userAgent == null || userAgent.isEmpty()) {
            return UNKNOWN;
        }
        String text = userAgent
                .substring(0, Math.min(userAgent.length(), MAX_CHARACTERS))
                .toLowerCase(Locale.ROOT);
        return new Device(first(BROWSERS, text), first(SYSTEMS, text));
    }

    private static @Nullable String first(List<Sign> signs, String text) {
        for (Sign sign : signs) {
            if (text.contains(sign.word())) {
                return sign.name();
            }
        }
        return null;
    }
}
