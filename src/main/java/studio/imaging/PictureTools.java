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
import studio.imaging.decode.DecodeJournal;
import studio.imaging.decode.DecodeMemory;
import studio.imaging.decode.DecoderInfo;
import studio.imaging.decode.Decoding;
import studio.imaging.decode.PictureDecoder;
import studio.imaging.imageio.ImageIoDecoder;
import studio.imaging.vips.VipsDecoder;
import studio.imaging.vips.VipsLibrary;
import studio.imaging.vips.VipsLibrary.VipsException;
import studio.imaging.vips.VipsLocations;
import studio.settings.FolderSettings;

/** Picks the best decoder of this machine: libvips, else the JVM's ImageIO, else none (as in a native executable). */
@Singleton
public final class PictureTools {
    private static final Logger LOG = Logger.getLogger(PictureTools.class);

    @Produces
    @Singleton
    Decoding decoding(ImageSettings settings, FolderSettings folders) {
        long memory = settings.memory().orElseGet(DecodeMemory::available);
        PictureDecoder decoder = open(settings.vipsLibrary().orElse(null), memory, folders.temp());
        return new Decoding(decoder, new DecodeJournal(folders.data()));
    }

    void close(@Disposes Decoding decoding) {
        decoding.close();
    }

    @Produces
    @Singleton
    Thumbnailer thumbnailer(Decoding decoding, ImageSettings settings, MeterRegistry registry) {
        return new Thumbnailer(decoding, settings.maxPixels(), registry);
    }

    @Produces
    @Singleton
    PicturePreparation preparation(Decoding decoding, ImageSettings settings) {
        return new PicturePreparation(decoding, settings.maxPixels());
    }

    /** Finds out, without the server, what would decode pictures here; opening a library shrinks a picture with it. */
    public static DecoderInfo find(@Nullable Path vipsLibrary) {
        Path temp = Path.of(System.getProperty("java.io.tmpdir"));
        try (Decoding decoding = new Decoding(open(vipsLibrary, DecodeMemory.available(), temp), null)) {
            return decoding.info();
        }
    }

    /** Opens what is there. Never fails: where nothing can decode, no thumbnails are made. */
    static @Nullable PictureDecoder open(@Nullable Path vipsLibrary, long memory, Path temp) {
        List<String> reasons = new ArrayList<>();
        PictureDecoder decoder = openVips(vipsLibrary, memory, temp, reasons);
        if (decoder != null) {
            LOG.infof(
                    "Pictures are shrunk by %s, in up to %d MB at once",
                    decoder.info().description(), memory >> 20);
            return decoder;
        }
        if (!DecodeMemory.NATIVE_IMAGE) {
            decoder = new ImageIoDecoder(memory);
        }
        String fallback = decoder == null ? "nothing" : decoder.info().description();
        LOG.warnf("Pictures are shrunk by %s. libvips: %s", fallback, String.join("; ", reasons));
        return decoder;
    }

    private static @Nullable PictureDecoder openVips(
            @Nullable Path configured, long memory, Path temp, List<String> reasons) {
        List<@Nullable Path> candidates = new ArrayList<>(VipsLocations.candidates(configured));
        // The system's own.
        candidates.add(null);
        for (Path candidate : candidates) {
            try {
                return new VipsDecoder(VipsLibrary.open(candidate), memory, temp);
            } catch (VipsException e) {
                reasons.add(String.valueOf(e.getMessage()));
                if (candidate != null && candidate.equals(configured)) {
                    LOG.errorf("VIPS_LIBRARY cannot be used: %s", e.getMessage());
                }
            }
        }
        return null;
    }
}
