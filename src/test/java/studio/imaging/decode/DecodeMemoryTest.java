package studio.imaging.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecodeMemoryTest {
    private static final long MB = 1 << 20;

    @TempDir
    Path root;

    private void write(String file, String content) throws Exception {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
    }

    @Test
    void aContainersLimitCounts() throws Exception {
        write("proc/meminfo", "MemTotal:       24684644 kB\nMemFree: 1 kB\n");
        write("proc/self/cgroup", "0::/\n");
        write("sys/fs/cgroup/memory.max", "536870912\n");

        assertThat(DecodeMemory.limit(root)).isEqualTo(512 * MB);
    }

    @Test
    void aServicesGroupIsBoundByThoseAboveIt() throws Exception {
        write("proc/meminfo", "MemTotal:       24684644 kB\n");
        write("proc/self/cgroup", "0::/system.slice/image-studio.service\n");
        write("sys/fs/cgroup/system.slice/image-studio.service/memory.max", "max\n");
        write("sys/fs/cgroup/system.slice/memory.max", "1073741824\n");

        assertThat(DecodeMemory.limit(root)).isEqualTo(1024 * MB);
    }

    @Test
    void theFirstVersionOfGroupsIsUnderstoodAlsoWhereTheOwnFolderIsNotVisible() throws Exception {
        write("proc/meminfo", "MemTotal:       24684644 kB\n");
        write("proc/self/cgroup", "5:cpu,cpuacct:/\n4:memory:/docker/0123\n0::/\n");
        write("sys/fs/cgroup/memory/memory.limit_in_bytes", "268435456\n");

        assertThat(DecodeMemory.limit(root)).isEqualTo(256 * MB);
    }

    @Test
    void withoutALimitTheMachinesMemoryCountsAndElsewhereAUsualOne() throws Exception {
        assertThat(DecodeMemory.limit(root)).isEqualTo(2048 * MB);
        write("proc/meminfo", "MemTotal:       1048576 kB\n");
        write("proc/self/cgroup", "4:memory:/a/../../b\n");
        write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
        assertThat(DecodeMemory.limit(root)).isEqualTo(1024 * MB);
    }

    @Test
    void whatHeapAndRestLeaveIsForPicturesButNeverNothing() {
        assertThat(DecodeMemory.left(512 * MB, 205 * MB, 96 * MB)).isEqualTo(211 * MB);
        assertThat(DecodeMemory.left(256 * MB, 128 * MB, 144 * MB)).isEqualTo(48 * MB);
        assertThat(DecodeMemory.left(64_000 * MB, 16_000 * MB, 96 * MB)).isEqualTo(1024 * MB);
        assertThat(DecodeMemory.available()).isBetween(48 * MB, 1024 * MB);
    }
}
