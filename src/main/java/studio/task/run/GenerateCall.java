package studio.task.run;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;
import studio.gallery.GalleryEntry;
import studio.imaging.ImageSettings;
import studio.problem.ProblemException;
import studio.task.GenerationJob;
import studio.task.Task;
import studio.task.TaskFailure;
import studio.task.TaskStatus;
import studio.task.TaskStatus.Stage;
import studio.task.answer.Candidates;
import studio.task.answer.Candidates.Candidate;
import studio.task.answer.JobFolders;
import studio.task.answer.ReceivedAnswer;
import studio.task.run.RunningCalls.RunningCall;
import studio.upstream.FailureCode;
import studio.upstream.Outcome;
import studio.upstream.ReportedError;
import studio.upstream.UpstreamException;
import studio.upstream.failure.UpstreamErrors;
import studio.usage.Cost;
import studio.web.RequestId;

/**
 * Runs one call from the request to its pictures in the gallery. A call that is run a second time goes on from the files of the
 * first.
 */
@Singleton
class GenerateCall {
    private static final Logger LOG = Logger.getLogger(GenerateCall.class);

    /**
     * What a call ends with.
     *
     * @param chosen the pictures that are kept, the main one first
     * @param skipped why others are not
     * @param cost as reported, or estimated; null when unknown
     * @param shortfall why it made fewer pictures than it was for
     */
    record Result(
            ReceivedAnswer answer,
            List<Candidate> chosen,
            List<String> skipped,
            @Nullable Cost cost,
            @Nullable UpstreamException shortfall) {

        @Nullable
        TaskFailure failure() {
            return shortfall == null ? null : TaskFailure.of(shortfall);
        }
    }

    private final RunningCalls calls;
    private final ReceiveAnswer receiveAnswer;
    private final KeepPicture keepPicture;
    private final TaskCosts costs;
    private final JobFolders folders;
    private final long maxPixels;

    GenerateCall(
            RunningCalls calls,
            ReceiveAnswer receiveAnswer,
            KeepPicture keepPicture,
            TaskCosts costs,
            JobFolders folders,
            ImageSettings images) {
        this.calls = calls;
        this.receiveAnswer = receiveAnswer;
        this.keepPicture = keepPicture;
        this.costs = costs;
        this.folders = folders;
        this.maxPixels = images.maxPixels();
    }

    /**
     * Runs on the caller's thread, which is interrupted when the task is stopped.
     *
     * @param alone whether the end of this call is the end of the task
     * @return why pictures are missing; null when none is, or when the task has its end already
     */
    @Nullable
    TaskFailure run(LiveTask live, GenerationJob job, boolean alone) {
        String requestId = live.task().requestId();
        MDC.put(RequestId.KEY, String.valueOf(requestId));
        live.workedOnBy(Thread.currentThread());
        RunningCall call = calls.open(live, job, alone, folders.folder(job));
        try {
            return generate(call).failure();
        } catch (UpstreamException e) {
            if (e.outcome() == Outcome.FINAL && !e.failure().keepsAnswer() && !call.canceled()) {
                removeUseless(job);
            }
            return call.failed(e);
        } catch (ProblemException e) {
            Task task = call.task();
            boolean saving = task.status() == TaskStatus.SAVING || task.saving().contains(job.call());
            TaskFailure why = saving ? TaskFailure.notSaved() : TaskFailure.of(e);
            return call.broken(why, e, folders.seemsToHoldAnswer(job));
        } catch (Throwable e) {
            // A native image reports missing libraries as errors; a task must end all the same.
            if (call.canceled()) {
                LOG.debugf(e, "Task %s had ended already", job.taskId());
                return null;
            }
            LOG.errorf(e, "Task %s failed", job.taskId());
            boolean answered = folders.seemsToHoldAnswer(job);
            return call.broken(answered ? TaskFailure.notSaved() : TaskFailure.internal(requestId), e, answered);
        } finally {
            live.leaves(Thread.currentThread(), job.call());
            // A cancel that came at the very end must not disturb what comes next.
            Thread.interrupted();
            MDC.remove(RequestId.KEY);
        }
    }

    private Result generate(RunningCall call) throws IOException {
        GenerationJob job = call.job();
        folders.open(job);
        call.stage(Stage.CALLING_UPSTREAM);
        try (EarlyThumbnail early = new EarlyThumbnail()) {
            return kept(
                    call,
                    receiveAnswer.receive(call, arrived -> keepPicture.startThumbnail(call.folder(), arrived, early)),
                    early);
        }
    }

    private Result kept(RunningCall call, ReceivedAnswer received, EarlyThumbnail early) throws IOException {
        GenerationJob job = call.job();
        call.note(t -> t.answered(received.upstreamMillis(), received.candidates()));
        List<UpstreamException> unfetched = new ArrayList<>();
        ReceivedAnswer answer = receiveAnswer.fetch(call, received, unfetched);
        call.stage(Stage.SELECTING_PRIMARY);
        keepPicture.complete(call.folder(), answer.arrived());
        Candidates candidates = candidates(call, answer, unfetched);
        candidates.skipped().forEach(reason -> LOG.warnf("Left out a candidate: %s", reason));
        call.startSaving();
        Result result = result(job, answer, candidates, unfetched);
        keep(call, result, early);
        int made = result.chosen().size();
        if (!unfetched.isEmpty() && made < job.pictures().size()) {
            // Addresses that were paid for and could not be fetched are all that a retry needs.
            List<Integer> rest = job.pictures().subList(made, job.pictures().size());
            answer.notFetched(rest).write(folders.open(job.only(rest)));
        }
        folders.remove(job);
        return result;
    }

    /** @throws UpstreamException when there is none */
    private Candidates candidates(RunningCall call, ReceivedAnswer answer, List<UpstreamException> unfetched)
            throws IOException {
        Candidates named = Candidates.judge(call.folder(), answer.arrived(), maxPixels)
                .without(unfetched.stream()
                        .map(UpstreamException::upstreamMessage)
                        .toList());
        if (!named.usable().isEmpty()) {
            return named;
        }
        if (!unfetched.isEmpty()) {
            throw UpstreamErrors.together(unfetched);
        }
        // Whatever the field was called, a whole picture that has come is an answer.
        var whole = ReceivedAnswer.salvage(call.folder(), call.job().pictures());
        if (whole.isPresent()) {
            return Candidates.judge(call.folder(), whole.get().files(), maxPixels);
        }
        ReceivedAnswer.Reported told = answer.told();
        if (answer.arrived().isEmpty() && told.shortfall() != null) {
            throw told.shortfall().exception(told.requestId());
        }
        String why = String.join("; ", named.skipped());
        ReportedError unusable = new ReportedError(200, null, why, told.requestId(), null, null);
        throw new UpstreamException(FailureCode.UNUSABLE_IMAGE, Outcome.FINAL, unusable, null);
    }

    private Result result(
            GenerationJob job, ReceivedAnswer answer, Candidates candidates, List<UpstreamException> unfetched) {
        int wanted = job.pictures().size();
        List<Candidate> chosen = candidates.chosen(wanted);
        int made = chosen.size();
        ReceivedAnswer.Reported told = answer.told();
        UpstreamException shortfall = null;
        if (made < wanted && !unfetched.isEmpty()) {
            shortfall = UpstreamErrors.together(unfetched);
        } else if (made < wanted) {
            shortfall = told.shortfall() == null
                    ? UpstreamErrors.fewer(made, wanted, told.requestId())
                    : told.shortfall().exception(told.requestId());
        }
        Cost cost = costs.of(job.request(), told.cost(), told.usage(), made);
        return new Result(answer, chosen, candidates.skipped(), cost, shortfall);
    }

    private void keep(RunningCall call, Result result, EarlyThumbnail early) {
        GenerationJob job = call.job();
        // Those that were kept before a restart are not kept again.
        List<Integer> places = IntStream.range(0, result.chosen().size())
                .filter(place -> !call.task().pictures().contains(job.picture(place)))
                .boxed()
                .toList();
        for (int place : places) {
            int picture = job.picture(place);
            GalleryEntry entry = keepPicture.keep(call, picture, result.chosen().get(place), result, early);
            call.kept(picture, entry, place == places.getLast() ? result : null);
        }
    }

    /** What came is not an image, and a retry must not take it for one. */
    private void removeUseless(GenerationJob job) {
        try {
            folders.remove(job);
        } catch (IOException e) {
            LOG.warnf(e, "Cannot remove what came for task %s and is of no use", job.taskId());
        }
    }
}
