package studio.generation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import studio.imaging.ImageInfo;
import studio.imaging.ImageProbe;
import studio.imaging.NotAnImageException;
import studio.imaging.Thumbnailer;

/**
 * The pictures of an answer, best first: whole ones before cut-off ones, then by pixels, then by bytes.
 *
 * @param skipped why candidates were left out, English, for the log and the task
 */
record Candidates(List<Candidate> usable, List<String> skipped) {

    /** @param place in the upstream's order */
    record Candidate(Path file, ImageInfo info, int place) {}

    private static final Comparator<Candidate> BEST_FIRST = Comparator.comparing(
                    (Candidate c) -> c.info().complete())
            .thenComparingLong(c -> c.info().pixels())
            .thenComparingLong(c -> c.info().bytes())
            .reversed();

    /** @param maxPixels larger pictures are left out, since nothing could be shown of them */
    static Candidates judge(Path folder, List<String> files, long maxPixels) throws IOException {
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
                } else {
                    usable.add(candidate);
                }
            } catch (NotAnImageException e) {
                skipped.add(name + ": " + e.getMessage());
            }
        }
        usable.sort(BEST_FIRST);
        return new Candidates(List.copyOf(usable), List.copyOf(skipped));
    }

    /**
     * The pictures to keep: the best one, or, of a call for several, as many as it was for in the upstream's own order.
     *
     * @param count how many are wanted, at least 1
     */
    List<Candidate> chosen(int count) {
        if (usable.size() <= 1 || count == 1) {
            return usable.stream().limit(1).toList();
        }
        return usable.stream()
                .limit(count)
                .sorted(Comparator.comparingInt(Candidate::place))
                .toList();
    }

    /** What the thumbnail is made from: the smallest that is large enough, unless the main one must be decoded anyway. */
    Candidate thumbnailSource(Candidate main, int wanted) {
        // Of a call for several pictures the others are other pictures, not smaller copies of this one.
        if (wanted > 1 || Math.max(main.info().width(), main.info().height()) > Thumbnailer.PREVIEW_SIDE) {
            return main;
        }
        return usable.stream()
                .filter(c -> c.info().complete()
                        && Math.min(c.info().width(), c.info().height()) >= Thumbnailer.THUMBNAIL_SIDE)
                .min(Comparator.comparingLong(c -> c.info().pixels()))
                .orElse(main);
    }
}
