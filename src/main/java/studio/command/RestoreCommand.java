package studio.command;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import studio.backup.BackupException;
import studio.backup.Restore;
import studio.settings.FolderSettings;

/** {@code image-studio restore FILE [--replace]}. */
final class RestoreCommand {
    private static final int BUFFER = 1 << 16;

    private final Terminal terminal;
    private final Restore restore;

    RestoreCommand(Terminal terminal, FolderSettings folders) {
        this.terminal = terminal;
        this.restore = new Restore(folders);
    }

    int run(List<String> words) throws IOException, BackupException, UsageException {
        Arguments arguments = Arguments.of(words, true, "--replace");
        String file = Objects.requireNonNull(arguments.file());
        Restore.Restored restored;
        try (InputStream in = new BufferedInputStream(
                file.equals("-") ? terminal.in() : Files.newInputStream(Path.of(file)), BUFFER)) {
            restored = restore.from(in, arguments.has("--replace"));
        }
        terminal.say(
                "已恢复 %s 的备份：%d 个文件，共 %d 字节，全部通过校验".formatted(restored.createdAt(), restored.files(), restored.bytes()),
                "Restored the backup of %s: %d files, %d bytes, all verified"
                        .formatted(restored.createdAt(), restored.files(), restored.bytes()));
        for (Path kept : restored.kept()) {
            terminal.say(
                    "原有内容保存在 %s，确认无误后可以删除".formatted(kept),
                    "What was there before is in %s; delete it when all is well".formatted(kept));
        }
        if (!restored.withoutKey().isEmpty()) {
            String ids = String.join(", ", restored.withoutKey());
            terminal.say(
                    "备份中没有 API 密钥，请在设置中填写：" + ids,
                    "The backup holds no API keys; type them in the settings for: " + ids);
        }
        if (restored.password() != null) {
            terminal.say(
                    "备份中没有密码，新的工作密码是（之后不会再显示）：" + restored.password(),
                    "The backup holds no password; the new work password, not shown again, is: " + restored.password());
        }
        return Commands.OK;
    }
}
