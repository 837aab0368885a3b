package studio.imaging;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.ImageProbe;

/**
 * Prints medians of libvips against ImageIO: CPU time of the whole process (threads of libvips included), in milliseconds.
 * Started by hand with the test class path; not a test.
 */
final class ThumbnailBench {
    private static final int ROUNDS = 9;

    private ThumbnailBench() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("thumbnail-bench");
        Thumbnailer[] thumbnailers = {
            new Thumbnailer(Decoders.vips(), 100_000_000, new SimpleMeterRegistry()),
            new Thumbnailer(Decoders.imageIo(), 100_000_000, new SimpleMeterRegistry())
        };
        for (String picture : new String[] {"png 1024", "jpg 1024", "png 4096", "jpg 4096"}) {
            String type = picture.substring(0, 3);
            int side = Integer.parseInt(picture.substring(4));
            Path source = Pictures.file(folder, type + side, Pictures.encoded(type, side, side));
            for (Thumbnailer thumbnailer : thumbnailers) {
                System.out.printf(
                        "%s²: thumbnail %d ms, preview %d ms of CPU: %s%n",
                        picture,
                        median(thumbnailer, source, false),
                        median(thumbnailer, source, true),
                        thumbnailer.library().description());
            }
        }
    }

    private static long median(Thumbnailer thumbnailer, Path source, boolean preview) throws Exception {
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        ImageInfo info = ImageProbe.probe(source);
        long[] times = new long[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            long start = system.getProcessCpuTime();
            if (preview) {
                thumbnailer.preview(source, info);
            } else {
                thumbnailer.make(source, info);
            }
            times[i] = (system.getProcessCpuTime() - start) / 1_000_000;
        }
        Arrays.sort(times);
        return times[ROUNDS / 2];
    }
}
