package studio.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import studio.problem.Language;

class TaskNoticeTest {
    private static final Instant NOW = Instant.parse("2026-11-30T10:00:00Z");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1 | 0 | Your picture is ready              | 图片已生成
            7 | 0 | 7 pictures are ready               | 7 张图片已生成
            0 | 1 | A picture could not be made        | 图片生成失败
            0 | 2 | 2 pictures could not be made       | 2 张图片生成失败
            1 | 1 | 1 picture is ready, 1 failed       | 1 张图片已生成，1 张失败
            7 | 2 | 7 pictures are ready, 2 failed     | 7 张图片已生成，2 张失败
            """)
    void theTitleCountsWhatIsReadyAndWhatFailed(int ready, int failed, String english, String chinese) {
        Unseen unseen = Unseen.after(null, List.of(new TaskEnd("t", ready, failed, "", NOW)), 0);
        assertThat(TaskNotice.of(unseen, 0, to(Language.ENGLISH, true)).title()).isEqualTo(english);
        assertThat(TaskNotice.of(unseen, 0, to(Language.CHINESE, true)).title()).isEqualTo(chinese);
    }

    @Test
    void failuresAreNamedOnlyToWhoMaySeePromptsAndTheNewestFirst() {
        Unseen unseen = Unseen.after(
                null,
                List.of(failed("a lake"), failed("a hill"), failed("a fish"), failed("x".repeat(70)), done("a bird")),
                4);
        assertThat(TaskNotice.of(unseen, 4, to(Language.ENGLISH, true)).body())
                .isEqualTo("Failed: " + "x".repeat(60) + "…\nFailed: a fish\nFailed: a hill\n4 more under way");
        assertThat(TaskNotice.of(unseen, 1, to(Language.ENGLISH, false)).body()).isEqualTo("1 more under way");
        assertThat(TaskNotice.of(unseen, 2, to(Language.CHINESE, false)).body()).isEqualTo("还有 2 个任务进行中");
        assertThat(TaskNotice.of(unseen, 0, to(Language.CHINESE, false)).body()).isNull();
    }

    @Test
    void oneLeadsToItsTaskAndSeveralToWherePicturesAreMade() {
        Unseen one = Unseen.after(null, List.of(done("a lake")), 3);
        Unseen two = Unseen.after(one, List.of(done("a hill")), 2);
        assertThat(TaskNotice.of(one, 3, to(Language.ENGLISH, false)).path()).isEqualTo("tasks/t");
        assertThat(TaskNotice.of(two, 2, to(Language.ENGLISH, false)).path()).isEqualTo("create");
    }

    @Test
    void aDeviceSoundsAtTheFirstEndAndAtTheLast() {
        Unseen first = Unseen.after(null, List.of(done("a")), 3);
        Unseen second = Unseen.after(first, List.of(done("b")), 2);
        Unseen last = Unseen.after(second, List.of(done("c")), 0);
        assertThat(List.of(first.alert(), second.alert(), last.alert())).containsExactly(true, false, true);
        assertThat(last.ready()).isEqualTo(3);
    }

    @Test
    void whatWasNotSeenForHalfADayNoLongerCounts() {
        Unseen old = Unseen.after(null, List.of(done("a")), 0);
        TaskEnd late = new TaskEnd("t2", 1, 0, "", NOW.plus(Duration.ofHours(13)));
        assertThat(Unseen.after(old, List.of(late), 0).ready()).isEqualTo(1);
    }

    private static TaskEnd done(String prompt) {
        return new TaskEnd("t", 1, 0, prompt, NOW);
    }

    private static TaskEnd failed(String prompt) {
        return new TaskEnd("t", 0, 1, prompt, NOW);
    }

    private static Subscription to(Language language, boolean showPrompt) {
        return new Subscription("s", "https://push.example.com", "", "", "", language, showPrompt, NOW);
    }
}
