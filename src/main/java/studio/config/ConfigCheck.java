package studio.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Looks at {@code app.config.json} as the server would at its start, and changes nothing. */
public final class ConfigCheck {
    private ConfigCheck() {}

    /**
     * Empty when there is no file yet: the first start makes it.
     *
     * @throws ConfigFileException when the server would not start with the file
     */
    public static Optional<AppConfig> read(Path path) {
        OwnerOnlyFile file = new OwnerOnlyFile(path);
        try {
            if (file.fingerprint().filter(found -> found.size() > 0).isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(AppConfigReader.read(new ConfigJson().read(file.read()), new SecretReferences()));
        } catch (InvalidConfigException e) {
            throw new ConfigFileException(path, e);
        } catch (IOException e) {
            throw new ConfigFileException(path, "It cannot be read: " + e + ".");
        }
    }
}
