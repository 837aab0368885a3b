package studio.diagnosis;

import jakarta.inject.Singleton;
import studio.imaging.Thumbnailer;
import studio.imaging.decode.DecoderInfo;
import studio.problem.Message;

/** Whether pictures can be shrunk. */
@Singleton
class ImageLibraryCheck implements Check {
    private final Thumbnailer thumbnailer;

    ImageLibraryCheck(Thumbnailer thumbnailer) {
        this.thumbnailer = thumbnailer;
    }

    @Override
    public String id() {
        return "image_library";
    }

    @Override
    public Finding examine(Visit visit) {
        DecoderInfo library = thumbnailer.library();
        if (!library.available()) {
            return Finding.warn(Message.of("diagnosis.image_library_missing"));
        }
        String name = library.version() == null ? library.name() : library.name() + " " + library.version();
        return Finding.ok(Message.of("diagnosis.image_library", name));
    }
}
