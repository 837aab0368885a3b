package studio.task.run;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;
import studio.apiconfig.DescribeModel;
import studio.gallery.GalleryEntry;
import studio.imaging.ImageSettings;
import studio.model.ModelCapabilities;
import studio.problem.ProblemException;
import studio.task.GenerationJob;
import studio.task.Stage;
import studio.task.TaskFailure;
import studio.task.answer.CallEnd;
import studio.task.answer.Candidates;
import studio.task.answer.JobFolders;
import studio.task.answer.ReceivedAnswer;
import studio.upstream.FailureCode;
import studio.upstream.Outcome;
import studio.upstream.Told;
import studio.upstream.UpstreamException;
import studio.upstream.failure.UpstreamErrors;
import studio.usage.Cost;
import studio.web.RequestId;

/**
 * One call from the request to its pictures in the gallery, whatever happens on the way. A call that is run a second time goes on
 * from the files of the first.
 */
@Singleton
class GenerateCall {
    private static final Logger LOG = Logger.getLogger(GenerateCall.class);

    private final RunningCalls calls;
    private final ReceiveAnswer receiveAnswer;
    private final KeepPicture keepPicture;
    private final DescribeModel models;
    private final JobFolders folders;
    private final long maxPixels;

    GenerateCall(
            RunningCalls calls,
            ReceiveAnswer receiveAnswer,
            KeepPicture keepPicture,
            DescribeModel models,
            JobFolders folders,
            ImageSettings images) {
        this.calls = calls;
        this.receiveAnswer = receiveAnswer;
        this.keepPicture = keepPicture;
        this.models = models;
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
        MDC.put(RequestId.KEY, String.valueOf(live.task().requestId()));
        live.workedOnBy(Thread.currentThread());
        try {
            return run(live, calls.open(live, job, alone, folders.folder(job)));
        } finally {
            live.leaves(Thread.currentThread(), job.call());
            // A cancel that came at the very end must not disturb what comes next.
            Thread.interrupted();
            MDC.remove(RequestId.KEY);
        }
    }

    private @Nullable TaskFailure run(LiveTask live, RunningCall call) {
        try {
            UpstreamException shortfall = generate(call);
            return shortfall == null ? null : TaskFailure.of(shortfall);
        } catch (UpstreamException e) {
            if (e.outcome() == Outcome.FINAL && !e.failure().keepsAnswer() && !call.canceled()) {
                removeUseless(call.job());
            }
            return call.failed(e);
        } catch (ProblemException e) {
            TaskFailure why = call.saving() ? TaskFailure.notSaved() : TaskFailure.of(e);
            return call.broken(why, e, folders.seemsToHoldAnswer(call.job()));
        } catch (Throwable e) {
            // A native image reports missing libraries as errors; a task must end all the same.
            if (call.canceled()) {
                // A cancel interrupts the worker wherever it is, and that is all there is to say.
                LOG.debugf(e, "Task %s had ended already", live.task().id());
                return null;
            }
            LOG.errorf(e, "Task %s failed", live.task().id());
            boolean answered = folders.seemsToHoldAnswer(call.job());
            TaskFailure why = answered
                    ? TaskFailure.notSaved()
                    : TaskFailure.internal(live.task().requestId());
            return call.broken(why, e, answered);
        }
    }

    /** @return why fewer pictures came than the call was for; null when all came */
    private @Nullable UpstreamException generate(RunningCall call) throws IOException {
        folders.open(call.job());
        call.stage(Stage.CALLING_UPSTREAM);
        ReceivedAnswer answer = receiveAnswer.receive(call);
        call.answered(answer.upstreamMillis(), answer.candidates());
        List<UpstreamException> unfetched = new ArrayList<>();
        answer = receiveAnswer.fetch(call, answer, unfetched);
        call.stage(Stage.SELECTING_PRIMARY);
        keepPicture.complete(call.folder(), answer.arrived());
        Candidates candidates = candidates(call, answer, unfetched);
        candidates.skipped().forEach(reason -> LOG.warnf("Left out a candidate: %s", reason));
        call.beginSaving();
        GenerationJob job = call.job();
        List<Candidates.Candidate> chosen = candidates.chosen(job.pictures().size());
        CallEnd end = end(job, answer, chosen.size(), unfetched);
        keep(call, answer, candidates, chosen, end);
        if (!unfetched.isEmpty() && chosen.size() < job.pictures().size()) {
            // Addresses that were paid for and could not be fetched are all that a retry needs.
            List<Integer> rest =
                    job.pictures().subList(chosen.size(), job.pictures().size());
            answer.notFetched(rest).write(folders.open(job.only(rest)));
        }
        folders.remove(job);
        return end.shortfall();
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
        ReceivedAnswer.Told told = answer.told();
        if (answer.arrived().isEmpty() && told.shortfall() != null) {
            throw told.shortfall().exception(told.requestId());
        }
        String why = String.join("; ", named.skipped());
        throw new UpstreamException(
                FailureCode.UNUSABLE_IMAGE,
                Outcome.FINAL,
                new Told(200, null, why, told.requestId(), null, null),
                null);
    }

    private void keep(
            RunningCall call,
            ReceivedAnswer answer,
            Candidates candidates,
            List<Candidates.Candidate> chosen,
            CallEnd end) {
        GenerationJob job = call.job();
        List<Integer> places = IntStream.range(0, chosen.size())
                .filter(place -> call.wants(job.picture(place)))
                .boxed()
                .toList();
        for (int place : places) {
            int picture = job.picture(place);
            GalleryEntry entry = keepPicture.keep(call, picture, answer, candidates, chosen.get(place), end);
            call.kept(picture, entry, place == places.getLast() ? end : null);
        }
    }

    private CallEnd end(GenerationJob job, ReceivedAnswer answer, int made, List<UpstreamException> unfetched) {
        ReceivedAnswer.Told told = answer.told();
        Cost cost = Cost.of(
                told.cost(),
                told.usage(),
                models.capabilities(job.request().configId(), job.request().model())
                        .map(ModelCapabilities::price)
                        .orElse(null),
                job.request().options(),
                made);
        int wanted = job.pictures().size();
        UpstreamException shortfall = null;
        if (made < wanted && !unfetched.isEmpty()) {
            shortfall = UpstreamErrors.together(unfetched);
        } else if (made < wanted) {
            shortfall = told.shortfall() == null
                    ? UpstreamErrors.fewer(made, wanted, told.requestId())
                    : told.shortfall().exception(told.requestId());
        }
        return new CallEnd(made, cost, told.turn(), shortfall);
    }

    /** What came is no picture, and a retry must not take it for one. */
    private void removeUseless(GenerationJob job) {
        try {
            folders.remove(job);
        } catch (IOException e) {
            LOG.warnf(e, "Cannot remove what came for task %s and is of no use", job.taskId());
        }
    }
}
