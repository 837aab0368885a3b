import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Reads what {@code bench/compare.sh} measured of two builds in turn, and holds the ratio of their medians against the largest that is
 * allowed. Less is better in all of it.
 */
final class Compare {
    private Compare() {}

    /** @param args the folder with the measured files, and the file with the largest ratios */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        Properties most = new Properties();
        try (var in = Files.newBufferedReader(Path.of(args[1]))) {
            most.load(in);
        }
        double standard = Double.parseDouble(most.getProperty("standard"));
        Map<String, List<Double>> base = read(folder, "base-");
        Map<String, List<Double>> change = read(folder, "change-");
        boolean good = true;
        System.out.printf("%n%-46s %10s %10s %7s%n", "what", "base", "change", "ratio");
        for (Map.Entry<String, List<Double>> measure : change.entrySet()) {
            if (!base.containsKey(measure.getKey())) {
                continue;
            }
            double before = median(base.get(measure.getKey()));
            double after = median(measure.getValue());
            String key = measure.getKey().replaceAll("[^A-Za-z0-9]+", "-");
            boolean worse = after / before > Double.parseDouble(most.getProperty(key, Double.toString(standard)));
            System.out.printf(
                    Locale.ROOT,
                    "%-46s %10.2f %10.2f %7.2f%s%n",
                    measure.getKey(),
                    before,
                    after,
                    after / before,
                    worse ? "  WORSE" : "");
            good &= !worse;
        }
        System.exit(good ? 0 : 1);
    }

    private static Map<String, List<Double>> read(Path folder, String start) throws IOException {
        Map<String, List<Double>> values = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.getFileName().toString().startsWith(start))
                    .toList()) {
                for (String line : Files.readAllLines(file)) {
                    String[] parts = line.split("\t", 2);
                    values.computeIfAbsent(parts[0], what -> new ArrayList<>()).add(Double.valueOf(parts[1]));
                }
            }
        }
        return values;
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
