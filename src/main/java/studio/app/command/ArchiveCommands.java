package studio.app.command;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import studio.app.command.Commands.Arguments;
import studio.app.command.Commands.MisusedException;
import studio.backup.Backup;
import studio.backup.BackupException;
import studio.backup.Restore;
import studio.files.AtomicFiles;
import studio.picture.PictureStore;
import studio.picture.bucket.BucketSettings;
import studio.picture.bucket.PictureStores;
import studio.problem.Message;
import studio.settings.FolderSettings;
import studio.storage.DatabaseSettings;
import studio.storage.SharedDatabase;

/** {@code image-studio backup FILE [--with-keys]} and {@code image-studio restore FILE [--replace]}. */
record ArchiveCommands(Commands commands, FolderSettings folders, BucketSettings bucket, DatabaseSettings database) {
    private static final int BUFFER = 1 << 16;

    void backup(List<String> words) throws IOException, BackupException, MisusedException {
        Arguments arguments = Arguments.of(words, 1, "--with-keys");
        boolean withKeys = arguments.options().contains("--with-keys");
        try (Backup backup = begin(withKeys)) {
            Backup.Written written =
                    arguments.file().equals("-") ? toOutput(backup) : toFile(backup, Path.of(arguments.file()));
            commands.note(Message.of("command.backed_up", written.files(), written.bytes()));
            for (String missing : written.missing()) {
                commands.note(Message.of("command.deleted_meanwhile", missing));
            }
            if (!withKeys) {
                commands.note(Message.of("command.secrets_left_out"));
            }
        }
    }

    private Backup begin(boolean withKeys) throws IOException, BackupException {
        Optional<SharedDatabase> shared = SharedDatabase.of(database);
        return shared.isPresent()
                ? Backup.begin(folders, shared.get().database(), this::pictures, withKeys)
                : Backup.begin(folders, this::pictures, withKeys);
    }

    private PictureStore pictures() {
        return PictureStores.open(folders, bucket);
    }

    private Backup.Written toOutput(Backup backup) throws IOException {
        Backup.Written written = backup.writeTo(commands.out());
        if (commands.out().checkError()) {
            throw new IOException("The output was closed");
        }
        return written;
    }

    private static Backup.Written toFile(Backup backup, Path file) throws IOException {
        AtomicReference<Backup.@Nullable Written> written = new AtomicReference<>();
        AtomicFiles.write(file, out -> written.set(backup.writeTo(out)));
        return Objects.requireNonNull(written.get());
    }

    void restore(List<String> words) throws IOException, BackupException, MisusedException {
        Arguments arguments = Arguments.of(words, 1, "--replace");
        Restore.Restored restored;
        try (InputStream in = new BufferedInputStream(
                arguments.file().equals("-") ? commands.in() : Files.newInputStream(Path.of(arguments.file())),
                BUFFER)) {
            restored = new Restore(folders, database.url(), this::pictures)
                    .from(in, arguments.options().contains("--replace"));
        }
        commands.say(Message.of("command.restored", restored.createdAt(), restored.files(), restored.bytes()));
        for (Path kept : restored.kept()) {
            commands.say(Message.of("command.moved_aside", kept));
        }
        if (restored.keptSchema() != null) {
            commands.say(Message.of("command.schema_kept", restored.keptSchema()));
        }
        if (!restored.withoutKey().isEmpty()) {
            commands.say(Message.of("command.keys_missing", String.join(", ", restored.withoutKey())));
        }
        if (restored.password() != null) {
            commands.say(Message.of("command.new_password", restored.password()));
        }
    }
}
