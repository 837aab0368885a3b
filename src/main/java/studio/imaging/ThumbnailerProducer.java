package studio.imaging;

import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import studio.settings.Settings;

/**
 * Picks the best thumbnailer that this machine has: libvips, else the JVM's own ImageIO, else none (a native executable
 * contains no ImageIO). Says once in the log what was picked and, without libvips, why.
 */
@Singleton
public final class ThumbnailerProducer {
    private static final Logger LOG = Logger.getLogger(ThumbnailerProducer.class);

    /**
     * A constant of the build: native-image initialises this class while it builds, where the property is set, and so leaves
     * out the branch that would pull all of AWT into the executable.
     */
    private static final boolean NATIVE_IMAGE = System.getProperty("org.graalvm.nativeimage.imagecode") != null;

    @Produces
    @Singleton
    Thumbnailer thumbnailer(Settings settings) {
        return choose(settings.pictures());
    }

    void close(@Disposes Thumbnailer thumbnailer) throws Exception {
        if (thumbnailer instanceof AutoCloseable closeable) {
            closeable.close();
        }
    }

    /** Opens what is there. Never fails: where nothing can decode, the thumbnailer that comes back makes nothing. */
    public static Thumbnailer choose(Settings.Pictures pictures) {
        List<String> reasons = new ArrayList<>();
        Thumbnailer fallback = withoutVips(pictures.maxPixels());
        VipsLibrary vips = open(pictures.vipsLibrary(), reasons);
        if (vips != null) {
            Thumbnailer thumbnailer = new VipsThumbnailer(vips, pictures.maxPixels(), fallback);
            LOG.infof("Pictures are shrunk by %s", thumbnailer.describe());
            return thumbnailer;
        }
        LOG.warnf("Pictures are shrunk by %s. libvips: %s", fallback.describe(), String.join("; ", reasons));
        return fallback;
    }

    private static Thumbnailer withoutVips(long maxPixels) {
        return NATIVE_IMAGE ? new NoThumbnailer() : new ImageIoThumbnailer(maxPixels);
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
