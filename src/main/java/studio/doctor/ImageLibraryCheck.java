package studio.doctor;

import jakarta.inject.Singleton;
import studio.imaging.Thumbnailer;

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
        Thumbnailer.Library library = thumbnailer.library();
        if (!library.available()) {
            return Finding.warn(
                    "没有可用的图像库，画廊会直接加载原图。请安装 libvips（Debian：apt install libvips42）或设置 VIPS_LIBRARY",
                    "There is no image library, so the gallery loads originals. Install libvips (Debian: apt install libvips42) or "
                            + "set VIPS_LIBRARY");
        }
        String name = library.version() == null ? library.name() : library.name() + " " + library.version();
        return Finding.ok("缩略图由 " + name + " 生成", "Thumbnails are made by " + name);
    }
}
