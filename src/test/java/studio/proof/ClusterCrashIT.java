package studio.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import studio.imaging.probe.ImageProbe;
import studio.imaging.probe.NotAnImageException;
import studio.testing.Client;

/**
 * Instances are killed at random while people work through all of them, and start again. Every accepted task ends, nothing is sent
 * twice, and what had arrived at the one that was killed is in the gallery of all. {@code -Dcluster.rounds=200} kills that often
 * ({@code make cluster-soak}); {@code -Dcrash.seed} repeats a run's choices.
 */
class ClusterCrashIT {
    private static final int INSTANCES = Integer.getInteger("cluster.instances", 3);
    private static final int ROUNDS = Integer.getInteger("cluster.rounds", 20);
    private static final int LONGEST_MS = 2000;

    /** The identities of pictures that were whole on the disk of an instance when it was killed. */
    private final Set<String> arrived = new LinkedHashSet<>();

    @Test
    void instancesThatAreKilledLoseNothing() throws Exception {
        long seed = Long.getLong("crash.seed", System.nanoTime());
        Random random = new Random(seed);
        try (Cluster cluster = new Cluster("cluster-crash", INSTANCES).start()) {
            ClusterLoad load = new ClusterLoad(cluster, random);
            int round = 0;
            try {
                load.begin();
                while (++round <= ROUNDS) {
                    TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_MS));
                    PackagedServer victim = cluster.instance(random.nextInt(cluster.size()));
                    victim.kill();
                    rememberArrived(victim.data().resolve("tmp"));
                    victim.start();
                    load.check();
                }
                load.end();
                load.verify();
                verifyArrived(cluster, load);
            } catch (Exception | AssertionError e) {
                throw new AssertionError("round %d, -Dcrash.seed=%d, %s".formatted(round, seed, cluster.folder()), e);
            }
        }
    }

    /** The first picture of a task is kept under the name of the task's folder. */
    private void rememberArrived(Path tasks) throws IOException {
        if (!Files.exists(tasks)) {
            return;
        }
        Files.walkFileTree(tasks, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (file.getFileName().toString().startsWith("spool-") && whole(file)) {
                    arrived.add(tasks.relativize(file).getName(0).toString());
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }
        });
    }

    private static boolean whole(Path file) throws IOException {
        try {
            return ImageProbe.probe(file).complete();
        } catch (NotAnImageException notYet) {
            return false;
        }
    }

    private void verifyArrived(Cluster cluster, ClusterLoad load) throws Exception {
        Set<String> canceled = new LinkedHashSet<>();
        for (String task : load.accepted().keySet()) {
            if (load.wasCanceled(task)) {
                canceled.add(cluster.database().one("SELECT entry_id FROM task WHERE id = '" + task + "'"));
            }
        }
        for (String entry : arrived) {
            for (int i = 0; i < cluster.size() && !canceled.contains(entry); i++) {
                Client client = cluster.client(i);
                assertThat(client.get("/api/gallery/" + entry).status())
                        .as("picture %s, which had arrived, at instance %d", entry, i)
                        .isEqualTo(200);
            }
        }
    }
}
