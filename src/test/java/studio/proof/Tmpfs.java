package studio.proof;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A small disk of its own under a folder, which can be filled, made larger and made read-only. Only root may mount one. */
final class Tmpfs implements AutoCloseable {
    private final Path folder;

    private Tmpfs(Path folder) {
        this.folder = folder;
    }

    /** Whether this machine lets the test mount disks. */
    static boolean isAllowed() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("studio-tmpfs-");
        try {
            mount(folder, 1).close();
            return true;
        } catch (IOException refused) {
            return false;
        } finally {
            Files.delete(folder);
        }
    }

    static Tmpfs mount(Path folder, int megabytes) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        run("mount", "-t", "tmpfs", "-o", "mode=0700,size=" + megabytes + "m", "studio", folder.toString());
        return new Tmpfs(folder);
    }

    void resize(int megabytes) throws IOException, InterruptedException {
        run("mount", "-o", "remount,size=" + megabytes + "m", folder.toString());
    }

    /** A server that has files open for writing there keeps a whole disk writable, so only this view of it changes. */
    void readOnly() throws IOException, InterruptedException {
        run("mount", "-o", "remount,bind,ro", folder.toString());
    }

    void writable() throws IOException, InterruptedException {
        run("mount", "-o", "remount,bind,rw", folder.toString());
    }

    private static void run(String... command) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(command));
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readNBytes(4096), StandardCharsets.UTF_8);
        if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException(String.join(" ", words) + ": " + said);
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        run("umount", "-l", folder.toString());
    }
}
