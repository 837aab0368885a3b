package studio.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.runtime.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import studio.problem.Language;
import studio.problem.Message;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.settings.FolderSettings;
import studio.web.server.HttpSettings;

/**
 * {@code app.config.json}: a file that people edit and that the API edits. It is read at the start, again whenever it
 * changes on disk, and checked before use; a broken edit keeps the last good state.
 */
@Singleton
// Before the scheduler (0), whose watch would otherwise be the first to open the file and to fail.
@Startup(-1)
public class AppConfigFile {
    private static final Logger LOG = Logger.getLogger(AppConfigFile.class);
    /** How often an edit is done anew because the file was changed by hand in its midst. */
    private static final int MOST_TRIES = 20;

    private final OwnerOnlyFile file;
    private final SecretReferences references;
    private final ConfigJson json = new ConfigJson();
    private final int port;
    private final boolean practice;
    private final ReentrantLock lock = new ReentrantLock();

    private volatile AppConfig current;
    private volatile @Nullable Message problem;

    /** The state on disk that {@link #current} or {@link #problem} speaks of; guarded by the lock. */
    private OwnerOnlyFile.@Nullable Fingerprint seen;

    /** @throws ConfigFileException when there is a file that cannot be used, or none can be made */
    @Inject
    AppConfigFile(FolderSettings folders, HttpSettings http, SecretReferences references) {
        this(
                new OwnerOnlyFile(folders.configFile()),
                http.port(),
                http.sandbox(),
                references,
                // Not through the log: what is logged can be read by everybody who sees the logs.
                System.out::println);
    }

    AppConfigFile(
            OwnerOnlyFile file, int port, boolean practice, SecretReferences references, Consumer<String> announce) {
        this.file = file;
        this.port = port;
        this.practice = practice;
        this.references = references;
        this.current = start(announce);
    }

    /** The last good state; never blocks. */
    public AppConfig current() {
        return current;
    }

    /** Why the file as it is on disk is not in use; empty when it is. */
    public Optional<String> problem(Language language) {
        return Optional.ofNullable(problem).map(sentence -> sentence.in(language));
    }

    /**
     * Changes the document and saves it. Edits are done one after the other, each on the file as it is on disk then, so
     * that none is lost, not even one made by hand a moment ago or in the middle of it. Blocks: never call it on an event loop.
     *
     * @param change alters the document it is given; once more on a newer one when the file was changed by hand meanwhile; what
     *     it throws leaves everything as it was
     * @throws ProblemException 409 {@code config_broken} when the file on disk is broken; 400 {@code invalid_config} when
     *     the changed document breaks a rule; 409 {@code config_too_large}; 409 {@code config_busy} when somebody else writes
     *     it all the time; 500 {@code config_not_saved} when it cannot be written
     */
    public <T> T edit(Function<ObjectNode, T> change) {
        lock.lock();
        try {
            for (int tries = 0; tries < MOST_TRIES; tries++) {
                refresh();
                assertInOrder();
                ObjectNode tree = current.tree().deepCopy();
                T result = change.apply(tree);
                if (save(tree)) {
                    return result;
                }
            }
            throw ProblemException.of(ProblemCode.CONFIG_BUSY);
        } catch (InvalidConfigException e) {
            throw ProblemException.of(ProblemCode.INVALID_CONFIG)
                    .withDetail(e.sentences().in(Language.ENGLISH))
                    .causedBy(e);
        } catch (IOException e) {
            LOG.errorf("%s could not be saved: %s", file.path(), e);
            throw ProblemException.of(ProblemCode.CONFIG_NOT_SAVED).causedBy(e);
        } finally {
            lock.unlock();
        }
    }

    private void assertInOrder() {
        Message broken = problem;
        if (broken != null) {
            throw ProblemException.of(ProblemCode.CONFIG_BROKEN, Message.of("config.broken_not_saved", broken))
                    .withDetail(broken.in(Language.ENGLISH));
        }
    }

    /** @return false when the file has been changed by hand since it was looked at; then it is left alone */
    private boolean save(ObjectNode tree) throws IOException, InvalidConfigException {
        AppConfig next = AppConfigReader.read(tree, references);
        byte[] bytes = json.write(tree);
        if (bytes.length > OwnerOnlyFile.MOST_BYTES) {
            throw ProblemException.of(ProblemCode.CONFIG_TOO_LARGE);
        }
        Optional<OwnerOnlyFile.Fingerprint> written = file.write(bytes, Optional.ofNullable(seen));
        if (written.isEmpty()) {
            return false;
        }
        seen = written.get();
        current = next;
        return true;
    }

    /**
     * Looks at the disk and takes over what has changed there, secrets behind references included.
     *
     * @return whether the file is in order
     */
    boolean refresh() {
        lock.lock();
        try {
            OwnerOnlyFile.Fingerprint now = file.fingerprint().orElse(null);
            if (now == null) {
                seen = null;
                report(Message.of("config.file_gone"));
            } else if (!now.equals(seen)) {
                load(now);
            } else if (problem == null) {
                rereadReferences();
            }
        } catch (IOException e) {
            String why = e.getClass().getSimpleName();
            report(Message.of("config.unreadable", why));
        } finally {
            lock.unlock();
        }
        return problem == null;
    }

    private void load(OwnerOnlyFile.Fingerprint now) throws IOException {
        try {
            file.tighten();
            AppConfig next = parse();
            current = next;
            problem = null;
            LOG.infof("%s was changed and is in use", file.path());
        } catch (InvalidConfigException e) {
            report(e.sentences());
        }
        // Taken before reading: a change in between is seen at the next look.
        seen = now;
    }

    private void rereadReferences() {
        try {
            AppConfig next = AppConfigReader.read(current.tree(), references);
            if (!next.auth().equals(current.auth())) {
                current = next;
                LOG.info("A referenced password or secret has changed and is in use");
            }
        } catch (InvalidConfigException e) {
            // A secret that is just being replaced is not there for a moment; the last one stays in use.
            LOG.debugf("References in %s: %s", file.path(), e.getMessage());
        }
    }

    private AppConfig parse() throws IOException, InvalidConfigException {
        ObjectNode tree = json.read(file.read());
        if (practice && !tree.has("apiConfigs")) {
            FirstConfig.addPractice(tree, port);
        }
        return AppConfigReader.read(tree, references);
    }

    private void report(Message what) {
        if (!what.equals(problem)) {
            LOG.errorf("%s is not in use as it is, the last good state is: %s", file.path(), what.in(Language.ENGLISH));
        }
        problem = what;
    }

    private AppConfig start(Consumer<String> announce) {
        try {
            Optional<OwnerOnlyFile.Fingerprint> found = file.fingerprint();
            // An empty file is what people create to have something to mount into a container.
            if (found.isEmpty() || found.get().size() == 0) {
                return create(found, announce);
            }
            file.tighten();
            seen = file.fingerprint().orElse(null);
            return parse();
        } catch (InvalidConfigException e) {
            throw new ConfigFileException(file.path(), e);
        } catch (IOException e) {
            throw new ConfigFileException(
                    file.path(), "It can neither be read nor created: " + e + ". STUDIO_CONFIG_FILE names it.");
        }
    }

    private AppConfig create(Optional<OwnerOnlyFile.Fingerprint> found, Consumer<String> announce)
            throws IOException, InvalidConfigException {
        FirstConfig first = new FirstConfig(port, practice, references);
        // What the environment gives may be unusable: then there is nothing to keep.
        AppConfig config = AppConfigReader.read(first.tree(), references);
        file.createFolder();
        seen = file.write(json.write(first.tree()), found)
                .orElseThrow(() -> new IOException("somebody else has just made it; start again"));
        first.madePassword().ifPresent(password -> announce.accept(Welcome.text(password, file.path())));
        return config;
    }
}
