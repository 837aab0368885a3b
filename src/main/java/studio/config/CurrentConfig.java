package studio.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import studio.files.Uninterrupted;
import studio.problem.Language;
import studio.problem.Message;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.web.server.HttpSettings;

/**
 * The configuration in use. The document is read on startup and again whenever it changes, and checked before use; a broken edit keeps
 * the last good state, which a metric shows. The API edits it here.
 */
@Singleton
// Before the scheduler (0), whose look would otherwise be the first to read the document and to fail.
@Startup(-1)
public class CurrentConfig implements MeterBinder {
    private static final Logger LOG = Logger.getLogger(CurrentConfig.class);
    /** How often an edit is applied anew because another one came between. */
    private static final int MAX_TRIES = 20;

    private static final long NOT_LONG_MS = 100;

    private final ConfigDocument document;
    private final SecretReferences references;
    private final ReadConfig reader;
    private final ReentrantLock lock = new ReentrantLock();

    private volatile AppConfig current;
    private volatile @Nullable Message problem;

    /** The version that {@link #current} or {@link #problem} is about; guarded by the lock. */
    private ConfigDocument.@Nullable Version seen;

    /** @throws InvalidConfigException when there is a document that cannot be used, or none can be made */
    @Inject
    CurrentConfig(ConfigDocument document, HttpSettings http, SecretReferences references) {
        // Not through the log: what is logged can be read by everybody who sees the logs.
        this(document, http.port(), http.sandbox(), references, System.out::println);
    }

    CurrentConfig(
            ConfigDocument document,
            int port,
            boolean practice,
            SecretReferences references,
            Consumer<String> announce) {
        this.document = document;
        this.references = references;
        this.reader = new ReadConfig(document, port, practice, references);
        ReadConfig.Found first = reader.first(announce);
        this.current = first.config();
        this.seen = first.version();
        document.whenChanged(this::lookSoon);
    }

    /** On a thread of its own: whoever tells of a change must not wait for an edit under way here. */
    private void lookSoon() {
        if (!lock.isHeldByCurrentThread()) {
            Thread.ofPlatform().daemon().name("config").start(this::refresh);
        }
    }

    /** The last good state; never blocks. */
    public AppConfig current() {
        return current;
    }

    /**
     * The same, where there are other instances with what one of them has written a moment ago: for who has just been answered there
     * and asks here. Waits for the database then, and not for an edit.
     */
    public AppConfig newest() {
        if (document.shared() && Uninterrupted.call(() -> lock.tryLock(NOT_LONG_MS, TimeUnit.MILLISECONDS))) {
            try {
                look();
            } finally {
                lock.unlock();
            }
        }
        return current;
    }

    /** Why the document as it is kept is not in use; empty when it is. */
    public Optional<String> problem(Language language) {
        return Optional.ofNullable(problem).map(sentence -> sentence.in(language));
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("studio.config.broken", this, config -> config.problem == null ? 0 : 1)
                .description("1 while app.config.json on disk cannot be used and its last good state is")
                .register(registry);
    }

    /**
     * Changes the document and saves it. Edits are applied one after the other, each to the document as it is kept then, so that none is
     * lost, not even one by hand a moment ago or meanwhile. Blocks: never call it on an event loop.
     *
     * @param change alters the document it is given, again on a newer one when that came between; what it throws leaves everything as it
     *     was
     * @throws ProblemException 409 {@code config_broken} when the kept document is broken; 400 {@code invalid_config} when the changed
     *     one breaks a rule; 409 {@code config_too_large}; 409 {@code config_busy} when others write it all the time; 500
     *     {@code config_not_saved} when it cannot be written; 503 when it is in a database that does not answer
     */
    public <T> T edit(Function<ObjectNode, T> change) {
        lock.lock();
        try {
            for (int tries = 0; tries < MAX_TRIES; tries++) {
                if (!refresh()) {
                    Message broken = Objects.requireNonNull(problem);
                    throw ProblemException.of(ProblemCode.CONFIG_BROKEN, Message.of("config.broken_not_saved", broken))
                            .withDetail(broken.in(Language.ENGLISH));
                }
                ObjectNode tree = current.tree().deepCopy();
                T result = change.apply(tree);
                if (save(tree)) {
                    return result;
                }
            }
            throw ProblemException.of(ProblemCode.CONFIG_BUSY);
        } catch (InvalidConfigException e) {
            throw ProblemException.of(ProblemCode.INVALID_CONFIG)
                    .withDetail(e.sentence().in(Language.ENGLISH))
                    .causedBy(e);
        } catch (IOException e) {
            LOG.errorf("%s could not be saved: %s", document.place(), e);
            throw ProblemException.of(ProblemCode.CONFIG_NOT_SAVED).causedBy(e);
        } finally {
            lock.unlock();
        }
    }

    /** Returns false when another edit came between; then that one stays. */
    private boolean save(ObjectNode tree) throws IOException {
        AppConfig next = AppConfigReader.read(tree, references);
        byte[] bytes = ConfigJson.write(tree);
        if (bytes.length > ConfigDocument.MAX_BYTES) {
            throw ProblemException.of(ProblemCode.CONFIG_TOO_LARGE);
        }
        Optional<ConfigDocument.Version> written = document.write(bytes, Optional.ofNullable(seen));
        if (written.isEmpty()) {
            return false;
        }
        seen = written.get();
        current = next;
        return true;
    }

    /**
     * Notices edits by others. It polls: the kernel's notifications do not cross bind mounts and network shares, and follow the old file
     * when an editor saves by renaming.
     */
    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void look() {
        try {
            refresh();
        } catch (RuntimeException e) {
            LOG.debug("Nothing is concluded of a database that does not answer", e);
        }
    }

    /**
     * Loads what has changed or could not be read before, secrets behind references included.
     *
     * @return whether the document is in use
     */
    boolean refresh() {
        lock.lock();
        try {
            ConfigDocument.Version now = document.version().orElse(null);
            if (now == null) {
                seen = null;
                report(Message.of("config.file_gone"));
            } else if (!now.equals(seen)) {
                load();
            } else if (problem == null) {
                resolveReferences();
            }
        } catch (IOException e) {
            seen = null;
            report(Message.of("config.unreadable", e.getClass().getSimpleName()));
        } finally {
            lock.unlock();
        }
        return problem == null;
    }

    private void load() throws IOException {
        ConfigDocument.State state = document.read().orElse(null);
        if (state == null) {
            return;
        }
        try {
            current = reader.parsed(state.content());
            problem = null;
            LOG.infof("%s was changed and is in use", document.place());
        } catch (InvalidConfigException e) {
            report(e.sentence());
        }
        seen = state.version();
    }

    private void resolveReferences() {
        try {
            Auth auth = AppConfigReader.auth(current.tree(), references);
            if (!auth.equals(current.auth())) {
                current = current.with(auth);
                LOG.info("A referenced password or secret has changed and is in use");
            }
        } catch (InvalidConfigException e) {
            // A secret that is just being replaced is not there for a moment; the last one stays in use.
            LOG.debugf("References in %s: %s", document.place(), e.getMessage());
        }
    }

    private void report(Message what) {
        if (!what.equals(problem)) {
            LOG.errorf("%s is not in use, its last good state is: %s", document.place(), what.in(Language.ENGLISH));
        }
        problem = what;
    }
}
