package studio.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * The server is killed at random moments while people paint, delete, edit and upload. It starts again every time, nothing is
 * torn, nothing is sent twice, and what it had acknowledged is there. {@code -Dcrash.rounds=200} kills it that often ({@code make
 * crash-soak}); {@code -Dcrash.seed} repeats a run's choices.
 */
class CrashUnderLoadIT {
    private static final int LONGEST_MS = 1500;

    @Test
    void killedAtRandomMomentsItLosesNothing() throws Exception {
        long seed = Long.getLong("crash.seed", System.nanoTime());
        Random random = new Random(seed);
        try (PromptedUpstream upstream = new PromptedUpstream();
                PackagedServer server = new PackagedServer("crash-load", upstream.base())
                        .flag("-XX:TieredStopAtLevel=1")
                        .with("MAX_CONCURRENT_TASKS", "3")) {
            server.start();
            CrashLoad load = new CrashLoad(server, random);
            for (int round = 1; round <= Integer.getInteger("crash.rounds", 10); round++) {
                int pause = random.nextInt(LONGEST_MS);
                load.begin();
                TimeUnit.MILLISECONDS.sleep(pause);
                server.kill();
                try {
                    load.end();
                    startAgain(server);
                    load.verify();
                    for (String prompt : load.prompts()) {
                        assertThat(upstream.posts(prompt))
                                .as("'%s' was sent", prompt)
                                .isLessThanOrEqualTo(1);
                    }
                } catch (Exception | AssertionError e) {
                    throw new AssertionError(
                            "round %d, %d ms, -Dcrash.seed=%d, %s".formatted(round, pause, seed, server.root()), e);
                }
            }
        }
    }

    private static void startAgain(PackagedServer server) throws Exception {
        Findings.assertDatabaseSound(server.data().resolve("studio.db"));
        Findings.assertMirrorReadable(server.data().resolve("gallery.json"));
        Findings.assertMirrorReadable(server.data().resolve("tasks.json"));
        server.start();
        Findings.endTheEndless(server);
        Findings.awaitAllEnded(server);
        Findings.assertSound(server);
    }
}
