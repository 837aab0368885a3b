package studio.gallery.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.gallery.GalleryEntry;

class PictureArchiveTest {
    @Test
    void twentyPicturesOfTheSamePromptAreReadBackAsTheyWere(@TempDir Path root) throws Exception {
        try (OpenFiles open = new OpenFiles(root)) {
            List<GalleryEntry> entries = IntStream.range(0, 20)
                    .mapToObj(i -> open.saved("e" + i, "一只猫 / cat"))
                    .toList();
            Files.delete(open.folder.picture("e7.png"));
            ByteArrayOutputStream out = new ByteArrayOutputStream();

            new PictureArchive(entries, List.of("unknown"), open.images).writeTo(out);

            Map<String, byte[]> read = new LinkedHashMap<>();
            try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(out.toByteArray()), UTF_8)) {
                for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                    read.put(entry.getName(), zip.readAllBytes());
                }
            }
            assertThat(read).hasSize(20);
            assertThat(read.keySet())
                    .startsWith("20261101-100000 一只猫 cat.png", "20261101-100000 一只猫 cat (2).png")
                    .endsWith("missing.txt");
            assertThat(read.get("20261101-100000 一只猫 cat.png"))
                    .isEqualTo(Files.readAllBytes(open.folder.picture("e0.png")));
            assertThat(new String(read.get("missing.txt"), UTF_8)).isEqualTo("unknown\ne7\n");
        }
    }
}
