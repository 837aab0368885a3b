package studio.imaging;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import studio.imaging.decode.DecodeRoom;
import studio.imaging.decode.PictureDecoder;
import studio.imaging.imageio.ImageIoDecoder;
import studio.imaging.prepare.LosslessFirstPreparation;
import studio.imaging.prepare.PicturePreparation;
import studio.imaging.vips.VipsDecoder;
import studio.imaging.vips.VipsException;
import studio.imaging.vips.VipsLibrary;
import studio.imaging.vips.VipsLocations;
import studio.settings.FolderSettings;

/**
 * Picks the best tools that this machine has: libvips, else the JVM's own ImageIO, else none that decodes (a native executable
 * contains no ImageIO). Says once in the log what was picked and, without libvips, why.
 */
@Singleton
final class PictureToolsProducer {
    private static final Logger LOG = Logger.getLogger(PictureToolsProducer.class);

    @Produces
    @Singleton
    PictureTools tools(ImageSettings settings, FolderSettings folders) {
        return choose(
                settings.maxPixels(),
                settings.vipsLibrary().orElse(null),
                DecodeRoom.of(settings.memory().orElse(0L), folders));
    }

    void close(@Disposes PictureTools tools) {
        tools.close();
    }

    @Produces
    @Singleton
    Thumbnailer thumbnailer(PictureTools tools, MeterRegistry registry) {
        return new TimedThumbnailer(tools.thumbnailer(), registry);
    }

    @Produces
    @Singleton
    PicturePreparation preparation(PictureTools tools) {
        return tools.preparation();
    }

    /** Opens what is there. Never fails: where nothing can decode, no thumbnails are made. */
    static PictureTools choose(long maxPixels, @Nullable Path configured, DecodeRoom room) {
        List<String> reasons = new ArrayList<>();
        VipsLibrary library = open(configured, reasons);
        @Nullable PictureDecoder decoder = null;
        Thumbnailer thumbnailer = new NoThumbnailer();
        if (library != null) {
            VipsDecoder vips = new VipsDecoder(library, room);
            decoder = vips;
            thumbnailer = new VipsThumbnailer(vips, maxPixels);
        } else if (!DecodeRoom.NATIVE_IMAGE) {
            ImageIoDecoder imageIo = new ImageIoDecoder(room);
            decoder = imageIo;
            thumbnailer = new ImageIoThumbnailer(imageIo, maxPixels);
        }
        if (library == null) {
            LOG.warnf("Pictures are shrunk by %s. libvips: %s", thumbnailer.describe(), String.join("; ", reasons));
        } else {
            LOG.infof("Pictures are shrunk by %s, in up to %d MB at once", thumbnailer.describe(), room.bytes() >> 20);
        }
        return new PictureTools(thumbnailer, new LosslessFirstPreparation(decoder, maxPixels), decoder);
    }

    private static @Nullable VipsLibrary open(@Nullable Path configured, List<String> reasons) {
        for (Path candidate : VipsLocations.candidates(configured)) {
            try {
                return tested(VipsLibrary.open(candidate));
            } catch (VipsException e) {
                reasons.add(String.valueOf(e.getMessage()));
                if (candidate.equals(configured)) {
                    LOG.errorf("VIPS_LIBRARY is of no use: %s", e.getMessage());
                }
            }
        }
        try {
            return tested(VipsLibrary.openSystem());
        } catch (VipsException e) {
            reasons.add(String.valueOf(e.getMessage()));
            return null;
        }
    }

    private static VipsLibrary tested(VipsLibrary vips) throws VipsException {
        VipsThumbnailer.selfTest(vips);
        return vips;
    }
}
