import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads what {@code bench/compare.sh} measured in turn of builds {@code base}, {@code earlier} and {@code change}, and holds the ratio of
 * the medians of change and base against the largest that is allowed.
 */
final class Compare {
    /** One build: the values of all rounds by measure and unit, and why parts failed. */
    private record Build(Map<String, List<Double>> values, Map<String, String> failures) {
        static Build read(Path folder, String name) throws IOException {
            Build build = new Build(new LinkedHashMap<>(), new LinkedHashMap<>());
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.filter(f -> f.getFileName().toString().startsWith(name + "-"))
                        .toList()) {
                    for (String line : Files.readAllLines(file)) {
                        String[] parts = line.split("\t", 3);
                        if (parts[1].equals("-")) {
                            build.failures.put(parts[0], parts[2]);
                        } else {
                            build.values
                                    .computeIfAbsent(parts[0] + '\t' + parts[1], what -> new ArrayList<>())
                                    .add(Double.valueOf(parts[2]));
                        }
                    }
                }
            }
            return build;
        }

        /** NaN when it was not measured. */
        double median(String measure) {
            List<Double> sorted =
                    values.getOrDefault(measure, List.of()).stream().sorted().toList();
            return sorted.isEmpty() ? Double.NaN : sorted.get(sorted.size() / 2);
        }
    }

    private Compare() {}

    /** @param args the folder with the measured files, and the file with the largest ratios */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        Properties largest = new Properties();
        try (var in = Files.newBufferedReader(Path.of(args[1]))) {
            largest.load(in);
        }
        Build earlier = Build.read(folder, "earlier");
        Build base = Build.read(folder, "base");
        Build change = Build.read(folder, "change");
        boolean good = change.failures.isEmpty() && !base.values.isEmpty();
        System.out.printf(
                "%n%-58s %-8s %10s %10s %10s %8s %8s%n", "what", "", "earlier", "base", "change", "/earlier", "/base");
        Set<String> measures = new LinkedHashSet<>(base.values.keySet());
        measures.addAll(change.values.keySet());
        for (String measure : measures) {
            String[] parts = measure.split("\t");
            double was = base.median(measure);
            double is = change.median(measure);
            String key = parts[0].replaceAll("[^A-Za-z0-9]+", "-");
            double allowed = Double.parseDouble(largest.getProperty(key, largest.getProperty("standard")));
            String verdict = "";
            if (Double.isNaN(is)) {
                verdict = "  GONE";
            } else if (worse(was, is, parts[1]) > allowed) {
                boolean apart = apart(base.values.get(measure), change.values.get(measure));
                verdict = apart ? "  WORSE" : "  within the noise";
            }
            System.out.printf(
                    "%-58s %-8s %10s %10s %10s %8s %8s%s%n",
                    parts[0],
                    parts[1],
                    format(earlier.median(measure)),
                    format(was),
                    format(is),
                    format(is / earlier.median(measure)),
                    format(is / was),
                    verdict);
            good &= !verdict.contains("WORSE") && !verdict.contains("GONE");
        }
        notMeasured("earlier", earlier);
        notMeasured("base", base);
        notMeasured("change", change);
        System.exit(good ? 0 : 1);
    }

    /** How many times worse; of rates more is better, of all else less. */
    private static double worse(double was, double is, String unit) {
        return unit.endsWith("/s") ? was / is : is / was;
    }

    /** Whether every round of the one build is better than every round of the other: else chance may have chosen. */
    private static boolean apart(List<Double> some, List<Double> others) {
        return Collections.max(some) < Collections.min(others) || Collections.max(others) < Collections.min(some);
    }

    private static void notMeasured(String build, Build measured) {
        measured.failures.forEach(
                (part, reason) -> System.out.printf("not comparable, since %s failed: %s: %s%n", build, part, reason));
    }

    private static String format(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, value < 1000 ? "%.2f" : "%,.0f", value);
    }
}
