package studio.config;

import java.nio.file.Path;

/** What is said once, when the studio has made its configuration. */
final class Welcome {
    private static final String LINE = "=".repeat(72);

    private Welcome() {}

    static String text(String password, Path file) {
        return """

                %1$s
                  首次启动，已生成工作密码 / First start, a work password was made:

                      %2$s

                  保存在 / kept in %3$s
                  之后不会再显示 / it is not shown again
                %1$s
                """.formatted(LINE, password, file.toAbsolutePath().normalize());
    }
}
