package studio.storage.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduler;
import io.quarkus.scheduler.Trigger;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;
import studio.testing.FreshFolders;

/** The jobs of a process that is alone; those of several are in {@link studio.storage.ClusterBootTest}. */
@QuarkusTest
@QuarkusTestResource(FreshFolders.class)
class JobListTest {
    @Inject
    Scheduler scheduler;

    @Test
    void aProcessThatIsAloneRunsAllByItself() {
        assertThat(scheduler.getScheduledJobs())
                .extracting(Trigger::getId)
                .contains(
                        "abandoned-imports",
                        "old-prompts",
                        "old-tasks",
                        "sessions-seen",
                        "trash",
                        "unfinished-files",
                        "unused-previews")
                .doesNotContain("gallery-check", "old-thumbnails");
    }

    /** Of several instances each would run what the scheduler finds, so that is the beat of a process only. */
    @Test
    void whatComesLessOftenThanOnceAMinuteIsAJob() {
        List<String> others = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("studio").stream()
                        .flatMap(type -> type.getMethods().stream())
                        .filter(method -> method.isAnnotatedWith(Scheduled.class))
                        .filter(method -> !method.getAnnotationOfType(Scheduled.class)
                                .every()
                                .matches("[1-9][0-9]?s"))
                        .map(JavaMethod::getFullName)
                        .toList();

        assertThat(others).isEmpty();
    }
}
