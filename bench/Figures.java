import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Collects what was measured, and what could not be. */
final class Figures {
    /** A part of the bench; what it adds before it fails stays. */
    interface Part {
        void measure() throws Exception;
    }

    private final List<String[]> table = new ArrayList<>();
    /** For a comparison: tab-separated measure, unit and median, or the name of a part, {@code -} and why it failed. */
    private final List<String> kept = new ArrayList<>();

    private boolean whole = true;

    /** @param what begins with the name of its part */
    void add(String what, String unit, double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double median = sorted[sorted.length / 2];
        String spread = sorted.length == 1 ? "" : format(sorted[0]) + " to " + format(sorted[sorted.length - 1]);
        table.add(new String[] {what, format(median), unit, spread});
        kept.add(what + '\t' + unit + '\t' + median);
        System.err.println(what + ": " + format(median) + " " + unit);
    }

    /** Measures, or records why that failed and goes on. */
    void part(String name, Part part) throws InterruptedException {
        try {
            part.measure();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            whole = false;
            String reason = String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
            table.add(new String[] {name, "-", "", "not measured: " + reason});
            kept.add(name + "\t-\t" + reason);
            System.err.println(name + " was not measured: " + reason);
        }
    }

    /**
     * Prints the table, and keeps it for a comparison when that is asked for.
     *
     * @return whether no part failed
     */
    boolean print() throws IOException {
        System.out.printf("%n%-56s %10s %-8s %s%n", "what", "median", "", "from to");
        for (String[] row : table) {
            System.out.printf("%-56s %10s %-8s %s%n", (Object[]) row);
        }
        String file = System.getProperty("bench.out", "");
        if (!file.isEmpty()) {
            Files.write(Path.of(file), kept);
        }
        return whole;
    }

    private static String format(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 1000 ? "%.1f" : "%,.0f", value);
    }
}
