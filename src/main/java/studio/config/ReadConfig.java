package studio.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import studio.problem.Language;

/**
 * Makes a configuration of the document, and the document where there is none yet.
 *
 * @param port the server's own, for the practice upstream
 * @param practice whether there is one
 */
record ReadConfig(ConfigDocument document, int port, boolean practice, SecretReferences references) {
    private static final Logger LOG = Logger.getLogger(ReadConfig.class);

    /** @param version of the document that the configuration is made of */
    record Found(AppConfig config, ConfigDocument.Version version) {}

    /** @throws InvalidConfigException when it cannot be used */
    AppConfig parsed(byte[] content) {
        ObjectNode tree = ConfigJson.read(content);
        if (practice && !tree.has(ConfigEntries.API_CONFIGS)) {
            FirstConfig.addPractice(tree, port);
        }
        return AppConfigReader.read(
                tree,
                references,
                excess -> LOG.warnf("%s: %s (used all the same)", document.place(), excess.in(Language.ENGLISH)));
    }

    /**
     * The configuration to start with. Of several instances that find none the first one makes it, and its password and secret count for
     * all.
     *
     * @param announce shows the password that was made, once
     * @throws InvalidConfigException when there is a document that cannot be used, or none can be made
     */
    Found first(Consumer<String> announce) {
        try {
            while (true) {
                Optional<ConfigDocument.State> found = document.read();
                // An empty file is what people create to have something to mount into a container.
                if (found.isPresent() && found.get().content().length > 0) {
                    return new Found(parsed(found.get().content()), found.get().version());
                }
                Optional<Found> made = made(found.map(ConfigDocument.State::version), announce);
                if (made.isPresent()) {
                    return made.get();
                }
                LOG.infof("%s was made by another instance", document.place());
            }
        } catch (InvalidConfigException e) {
            throw e.at(document.place());
        } catch (IOException e) {
            throw InvalidConfigException.unusable(
                    document.place(), "It can neither be read nor created: " + e + ". STUDIO_CONFIG_FILE names it.");
        }
    }

    /** Empty when another instance was faster. */
    private Optional<Found> made(Optional<ConfigDocument.Version> empty, Consumer<String> announce) throws IOException {
        FirstConfig first = new FirstConfig(port, practice, references);
        // What the environment gives may be unusable: then nothing is written.
        AppConfig config = AppConfigReader.read(first.tree(), references);
        Optional<ConfigDocument.Version> written = document.write(ConfigJson.write(first.tree()), empty);
        written.ifPresent(version -> first.announcement(document.place()).ifPresent(announce));
        return written.map(version -> new Found(config, version));
    }
}
