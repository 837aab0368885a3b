package studio.imaging.probe;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** The picture formats that {@link ImageProbe} recognizes by their bytes. */
@RegisterForReflection
public enum ImageFormat {
    PNG("png", "image/png"),
    JPEG("jpg", "image/jpeg"),
    GIF("gif", "image/gif"),
    WEBP("webp", "image/webp"),
    AVIF("avif", "image/avif"),
    HEIC("heic", "image/heic"),
    BMP("bmp", "image/bmp"),
    TIFF("tiff", "image/tiff"),
    SVG("svg", "image/svg+xml");

    private final String extension;
    private final String mediaType;

    ImageFormat(String extension, String mediaType) {
        this.extension = extension;
        this.mediaType = mediaType;
    }

    /** Without a dot. */
    public String extension() {
        return extension;
    }

    public String mediaType() {
        return mediaType;
    }

    /** False for formats that no browser, or only one of them, shows. */
    public boolean shownByBrowsers() {
        return this != TIFF && this != HEIC;
    }

    /** True for pictures made of pixels; SVG is a document and may carry scripts. */
    public boolean raster() {
        return this != SVG;
    }
}
