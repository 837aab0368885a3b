package studio.task.answer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import studio.imaging.probe.ImageInfo;
import studio.imaging.probe.ImageProbe;
import studio.imaging.probe.NotAnImageException;

/**
 * The pictures of an answer, best first: whole ones before cut-off ones, then by pixels; of equal ones the last, since a model that
 * makes several improves on the earlier ones.
 *
 * @param skipped why candidates were left out, English, for the log and the task
 */
public record Candidates(List<Candidate> usable, List<String> skipped) {
    /** A picture this much narrower than another of the same shape is a copy of it, in percent. */
    private static final int TWIN_PERCENT = 75;

    /** @param place in the upstream's order */
    public record Candidate(Path file, ImageInfo info, int place) {}

    private static final Comparator<Candidate> BEST_FIRST = Comparator.comparing(
                    (Candidate c) -> c.info().complete())
            .thenComparingLong(c -> c.info().pixels())
            .thenComparingInt(Candidate::place)
            .reversed();

    /**
     * @param files in the upstream's order; the same bytes twice count once
     * @param maxPixels larger pictures are left out, since nothing could be shown of them
     */
    public static Candidates judge(Path folder, List<String> files, long maxPixels) throws IOException {
        List<Candidate> usable = new ArrayList<>();
        List<String> skipped = new ArrayList<>();
        for (String name : files) {
            try {
                Path file = folder.resolve(name);
                Candidate candidate = new Candidate(file, ImageProbe.probe(file), usable.size());
                ImageInfo info = candidate.info();
                if (!info.format().raster()) {
                    skipped.add(name + ": " + info.format() + " is a document, not a picture of pixels");
                } else if (info.pixels() > maxPixels) {
                    skipped.add(name + ": " + info.width() + "x" + info.height() + " is above MAX_IMAGE_PIXELS");
                } else if (!holds(usable, file)) {
                    usable.add(candidate);
                }
            } catch (NotAnImageException e) {
                skipped.add(name + ": " + e.getMessage());
            }
        }
        usable.sort(BEST_FIRST);
        return new Candidates(List.copyOf(usable), List.copyOf(skipped));
    }

    /** @param more reasons why there are no other candidates */
    public Candidates without(List<String> more) {
        return new Candidates(
                usable, Stream.concat(skipped.stream(), more.stream()).toList());
    }

    private static boolean holds(List<Candidate> all, Path file) throws IOException {
        for (Candidate other : all) {
            if (Files.mismatch(other.file(), file) < 0) {
                return true;
            }
        }
        return false;
    }

    /**
     * The pictures to keep: every whole one that is no smaller copy of another, however many were asked for; where those are
     * fewer than were asked for, the best of the others as well.
     *
     * @param wanted how many were asked for
     * @return the main one first, the others in the upstream's own order
     */
    public List<Candidate> chosen(int wanted) {
        List<Candidate> chosen = new ArrayList<>();
        List<Candidate> spare = new ArrayList<>();
        for (Candidate candidate : usable) {
            boolean own = candidate.info().complete() && chosen.stream().noneMatch(better -> twins(better, candidate));
            (own ? chosen : spare).add(candidate);
        }
        spare.stream().limit(Math.max(0, wanted - chosen.size())).forEach(chosen::add);
        // The first one is the best one.
        chosen.subList(1, chosen.size()).sort(Comparator.comparingInt(Candidate::place));
        return List.copyOf(chosen);
    }

    /** Whether one is as the other scaled down, to within the rounding of a pixel. */
    private static boolean twins(Candidate large, Candidate small) {
        long width = large.info().width();
        long height = large.info().height();
        long narrow = small.info().width();
        long low = small.info().height();
        return narrow * 100 <= width * TWIN_PERCENT
                && Math.abs(width * low - narrow * height) <= Math.max(width, height);
    }
}
