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

    record Candidate(Path file, ImageInfo info) {}

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
                Candidate candidate = new Candidate(folder.resolve(name), ImageProbe.probe(folder.resolve(name)));
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

    /** What the thumbnail is made from: the smallest that is large enough, unless the main one must be decoded anyway. */
    Candidate thumbnailSource(Candidate main) {
        if (Math.max(main.info().width(), main.info().height()) > Thumbnailer.PREVIEW_SIDE) {
            return main;
        }
        return usable.stream()
                .filter(c -> c.info().complete()
                        && Math.min(c.info().width(), c.info().height()) >= Thumbnailer.THUMBNAIL_SIDE)
                .min(Comparator.comparingLong(c -> c.info().pixels()))
                .orElse(main);
    }
}
