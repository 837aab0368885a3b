package studio.task.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import studio.model.PictureOptions;
import studio.storage.RealDatabase;
import studio.task.Attempt;
import studio.task.GenerationJob;
import studio.task.GenerationRequest;
import studio.task.Task;
import studio.task.TaskStatus;
import studio.upstream.FailureCode;
import studio.upstream.Outcome;
import studio.upstream.ReportedError;
import studio.upstream.UpstreamException;
import studio.usage.Cost;
import studio.usage.Ledger.Spending;

/** What is still to be done for a task of several pictures, and what must not be done again. */
class PlanCallsTest {
    @TempDir
    Path folder;

    private TaskFixture fixture;

    @BeforeEach
    void open() {
        fixture = new TaskFixture(folder);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aFreshTaskNeedsACallForEachPicture() throws Exception {
        PlanCalls.Calls plan = fixture.planCalls.plan(task());
        assertThat(plan.calls())
                .extracting(GenerationJob::pictures)
                .containsExactly(List.of(1), List.of(2), List.of(3));
        assertThat(plan.lost()).isFalse();
        assertThat(plan.single()).isFalse();
    }

    @Test
    void whatMayHaveBeenWorkedOnIsNeverSentAgain() throws Exception {
        Task task = task().attempting(List.of(1), TaskFixture.now())
                .attemptEnded(1, Attempt.Outcome.DONE, TaskFixture.now())
                .kept(1)
                .attempting(List.of(2), TaskFixture.now());
        PlanCalls.Calls plan = fixture.planCalls.plan(task);
        assertThat(plan.calls()).extracting(GenerationJob::pictures).containsExactly(List.of(3));
        assertThat(plan.lost()).isTrue();
        assertThat(plan.single()).isFalse();
    }

    @Test
    void whatWasCertainlyNotWorkedOnIsSentAgain() throws Exception {
        UpstreamException refused = new UpstreamException(
                FailureCode.OVERLOADED, Outcome.REFUSED, new ReportedError(503, null, null, null, null, null), null);
        Task task = task().attempting(List.of(1, 2, 3), TaskFixture.now()).attemptFailed(1, refused, TaskFixture.now());
        assertThat(fixture.planCalls.plan(task).calls()).hasSize(3);
    }

    @Test
    void anAnswerOnDiskIsKeptInsteadOfAskedForAgain() throws Exception {
        Task task = task().attempting(List.of(1, 2), TaskFixture.now()).kept(1);
        answer(task, 1, "[1,2]");
        PlanCalls.Calls plan = fixture.planCalls.plan(task);
        // The call keeps its own numbers, so that the second picture of its answer becomes the second picture.
        assertThat(plan.calls()).extracting(GenerationJob::pictures).containsExactly(List.of(1, 2), List.of(3));
        assertThat(plan.lost()).isFalse();
    }

    @Test
    void anAnswerThatNobodyNotedStandsForItsCallsPictures() throws Exception {
        Task task = task().attempting(List.of(2, 3), TaskFixture.now()).kept(1);
        answer(task, 2, "[]");
        PlanCalls.Calls plan = fixture.planCalls.plan(task);
        assertThat(plan.calls()).extracting(GenerationJob::pictures).containsExactly(List.of(2, 3));
        assertThat(plan.single()).isTrue();
    }

    @Test
    void anAnswerWhosePicturesAreAllKeptIsNoWork() throws Exception {
        Task task = task().kept(1).kept(2).kept(3);
        answer(task, 1, "[1,2,3]");
        PlanCalls.Calls plan = fixture.planCalls.plan(task);
        assertThat(plan.calls()).isEmpty();
        assertThat(plan.lost()).isFalse();
    }

    @Test
    void anAnswerWhichHasBroughtMoreThanWasAskedForIsWorkUntilItsCallHasEnded() throws Exception {
        Task task = task().attempting(List.of(1, 2, 3), TaskFixture.now())
                .kept(1)
                .kept(2)
                .kept(3);
        answer(task, 1, "[1,2,3]");
        assertThat(fixture.planCalls.plan(task).calls())
                .extracting(GenerationJob::pictures)
                .containsExactly(List.of(1, 2, 3));
        assertThat(fixture.planCalls
                        .plan(task.attemptEnded(1, Attempt.Outcome.DONE, TaskFixture.now()))
                        .calls())
                .isEmpty();
    }

    @Test
    void aTaskThatWasCutOffGoesOnAfterARestartWithWhatWasNeverSent() throws Exception {
        Task queued = task();
        fixture.queue.reserve();
        fixture.tasks.add(queued, () -> fixture.store.insert(queued, null));
        LiveTask live = fixture.tasks.find(queued.id()).orElseThrow();
        fixture.to(live, TaskStatus.RUNNING);
        fixture.tasks.change(
                live,
                t -> java.util.Optional.of(
                        t.attempting(List.of(1), TaskFixture.now()).kept(1)));
        fixture.tasks.change(live, t -> java.util.Optional.of(t.attempting(List.of(2), TaskFixture.now())));
        fixture.close();
        fixture = new TaskFixture(folder);
        fixture.handover.resume();
        assertThat(fixture.queue.poll()).isEqualTo(queued.id());
        Task again = fixture.tasks.find(queued.id()).orElseThrow().task();
        assertThat(again.pictures()).containsExactly(1);
        assertThat(fixture.planCalls.plan(again).calls())
                .extracting(GenerationJob::pictures)
                .containsExactly(List.of(3));
        // Both tries were under way when the server ended, so both count as spent until something better is known.
        assertThat(fixture.spending.all).containsOnlyKeys(queued.id() + "/1", queued.id() + "/2");
        assertThat(fixture.spending.all.values())
                .extracting(Spending::cost)
                .containsOnly(new Cost(TaskFixture.ASSUMED, true));
    }

    private void answer(Task task, int call, String pictures) throws Exception {
        Path tmp = RealDatabase.folders(folder).temp().resolve(task.entryId()).resolve(Integer.toString(call));
        Files.createDirectories(tmp);
        Files.writeString(
                tmp.resolve("answer.json"),
                "{\"pictures\":" + pictures
                        + ",\"files\":[\"a.bin\",\"b.bin\"],\"urls\":[],\"text\":\"\",\"told\":{},\"upstreamMillis\":1}");
    }

    private static Task task() {
        GenerationRequest request =
                new GenerationRequest("c", "m", "p", List.of(), null, 3, PictureOptions.NONE, false, null);
        return Task.queued("several", "entry", "request", request, TaskFixture.now(), null);
    }
}
