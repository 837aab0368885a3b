import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Holds figures against those of an earlier time. Machines differ and a machine differs from hour to hour, so what is kept is
 * each figure's ratio to a yardstick that is measured around it: a fixed piece of work of this JVM.
 */
final class Ratios {
    /** Noise of two shared cores; what is worse than this is a change of ours. */
    private static final double MOST_WORSE = 1.4;

    private static final int YARDSTICK_BYTES = 24 << 20;

    private final Path file;

    Ratios(Path file) {
        this.file = file;
    }

    /** Milliseconds for the fixed work: base64 and SHA-256 of some megabytes. */
    static double yardstick() throws NoSuchAlgorithmException {
        byte[] data = new byte[YARDSTICK_BYTES];
        double[] runs = new double[9];
        for (int i = 0; i < runs.length; i++) {
            long start = System.nanoTime();
            byte[] text = Base64.getEncoder().encode(data);
            MessageDigest.getInstance("SHA-256").digest(Base64.getDecoder().decode(text));
            runs[i] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(runs);
        return runs[runs.length / 2];
    }

    void keep(Map<String, Double> ratios) throws IOException {
        try (Writer out = Files.newBufferedWriter(file)) {
            out.write("# Medians as multiples of the yardstick in bench/Ratios.java; written by: make bench-keep\n");
            for (Map.Entry<String, Double> ratio : new TreeMap<>(ratios).entrySet()) {
                out.write(key(ratio.getKey()) + "=" + String.format(Locale.ROOT, "%.5g", ratio.getValue()) + "\n");
            }
        }
    }

    /** @return whether no figure is much worse than the kept one; prints each */
    boolean hold(Map<String, Double> ratios) throws IOException {
        Properties kept = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            kept.load(in);
        }
        boolean good = true;
        System.out.printf("%n%-46s %s%n", "what", "now against then");
        for (Map.Entry<String, Double> ratio : new TreeMap<>(ratios).entrySet()) {
            String then = kept.getProperty(key(ratio.getKey()));
            if (then == null) {
                System.out.printf("%-46s is new; keep it with: make bench-keep%n", ratio.getKey());
                good = false;
                continue;
            }
            double change = ratio.getValue() / Double.parseDouble(then);
            boolean worse = change > MOST_WORSE;
            System.out.printf(Locale.ROOT, "%-46s x%.2f%s%n", ratio.getKey(), change, worse ? "  WORSE" : "");
            good &= !worse;
        }
        return good;
    }

    private static String key(String what) {
        return what.replaceAll("[^A-Za-z0-9]+", "-");
    }
}
