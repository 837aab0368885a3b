package studio.app.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import studio.app.command.Commands.Arguments;
import studio.app.command.Commands.FailedException;
import studio.app.command.Commands.MisusedException;
import studio.config.ConfigDocument;
import studio.config.InvalidConfigException;
import studio.config.PortableConfig;
import studio.files.AtomicFiles;
import studio.problem.Message;
import studio.settings.FolderSettings;
import studio.storage.DatabaseSettings;
import studio.storage.SharedDatabase;

/**
 * {@code image-studio config export FILE [--with-keys]} and {@code image-studio config import FILE}: {@code app.config.json}, where
 * several instances have it as a row of their database. Both work beside running servers, which notice within a second.
 */
record ConfigCommands(Commands commands, FolderSettings folders, DatabaseSettings database) {

    void run(List<String> words) throws IOException, FailedException, MisusedException {
        String word = words.isEmpty() ? "" : words.getFirst();
        List<String> rest = words.isEmpty() ? words : words.subList(1, words.size());
        try {
            switch (word) {
                case "export" -> export(Arguments.of(rest, 1, "--with-keys"));
                case "import" -> take(Arguments.of(rest, 1));
                default -> throw new MisusedException("config export | import ?");
            }
        } catch (InvalidConfigException e) {
            throw new FailedException(e.sentence());
        }
    }

    private void export(Arguments arguments) throws IOException, FailedException {
        boolean withKeys = arguments.options().contains("--with-keys");
        PortableConfig config = config();
        byte[] content = config.read(withKeys)
                .orElseThrow(() -> new FailedException(Message.of("command.no_config", config.place())));
        if (arguments.file().equals("-")) {
            commands.out().write(content);
            commands.out().flush();
        } else {
            AtomicFiles.write(Path.of(arguments.file()), content);
        }
        if (!withKeys) {
            commands.note(Message.of("command.secrets_left_out"));
        }
    }

    private void take(Arguments arguments) throws IOException, FailedException {
        byte[] content;
        try (InputStream in =
                arguments.file().equals("-") ? commands.in() : Files.newInputStream(Path.of(arguments.file()))) {
            content = in.readNBytes(ConfigDocument.MAX_BYTES);
        }
        PortableConfig config = config();
        PortableConfig.Completed completed = config.complete(content);
        byte[] complete = completed.content().getBytes(StandardCharsets.UTF_8);
        int upstreams = config.check(complete).upstreams().size();
        config.write(complete);
        commands.say(Message.of("command.config_imported", upstreams, config.place()));
        if (!completed.withoutKey().isEmpty()) {
            commands.say(Message.of("command.keys_missing", String.join(", ", completed.withoutKey())));
        }
        if (completed.password() != null) {
            commands.say(Message.of("command.new_password", completed.password()));
        }
    }

    /** @throws FailedException when no instance has been started on the database yet: its config is the file of the first one */
    private PortableConfig config() throws FailedException {
        Optional<SharedDatabase> shared = SharedDatabase.of(database);
        if (shared.isEmpty()) {
            return new PortableConfig(folders.configFile());
        }
        if (!shared.get().holdsStudio()) {
            throw new FailedException(
                    Message.of("command.no_studio", shared.get().place(), folders.configFile()));
        }
        return PortableConfig.shared(shared.get().database(), folders.configFile());
    }
}
