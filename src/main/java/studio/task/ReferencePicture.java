package studio.task;

import io.quarkus.runtime.annotations.RegisterForReflection;
import studio.imaging.probe.ImageFormat;

/**
 * A reference picture in {@code data/inputs/}, named by its content; only this travels, never its bytes.
 *
 * @param sha256 lower-case hex
 */
@RegisterForReflection
public record ReferencePicture(String sha256, ImageFormat format, int width, int height, long bytes) {

    /** How requests name it. */
    public String uploadId() {
        return "upload:" + sha256;
    }

    /** The file's name in the folder of inputs. */
    public String fileName() {
        return sha256 + "." + format.extension();
    }
}
