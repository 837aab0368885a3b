package studio.task.run;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import studio.apiconfig.ApiConfigs;
import studio.gallery.GalleryEntry;
import studio.imaging.ImageSettings;
import studio.model.ModelCapabilities;
import studio.model.Price;
import studio.problem.Language;
import studio.problem.Message;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.settings.FolderSettings;
import studio.storage.FreeSpace;
import studio.storage.UntilStored;
import studio.task.GenerationJob;
import studio.task.GenerationRequest;
import studio.task.Stage;
import studio.task.request.RequestedModel;
import studio.upstream.Answer;
import studio.upstream.Connection;
import studio.upstream.Exchange;
import studio.upstream.FailureCode;
import studio.upstream.ImageRequest;
import studio.upstream.Outcome;
import studio.upstream.ResultDownloads;
import studio.upstream.Told;
import studio.upstream.UpstreamException;
import studio.upstream.dialect.Providers;
import studio.upstream.failure.UpstreamErrors;
import studio.usage.Cost;
import studio.usage.CostEstimate;

/**
 * Makes the pictures of one call: asks the upstream, keeps what comes, chooses the candidates and puts their files in place.
 * What was received once is never asked for again: a job that is run a second time goes on from the files of the first.
 */
@Singleton
public class GenerateImage {
    private static final Logger LOG = Logger.getLogger(GenerateImage.class);

    private final ApiConfigs configs;
    private final Providers providers;
    private final ResultDownloads downloads;
    private final KeepPicture keepPicture;
    private final PrepareRequest prepare;
    private final RequestedModel models;
    private final JobFolders folders;
    private final UntilStored untilStored;
    private final FreeSpace space;
    private final long maxPixels;

    GenerateImage(
            ApiConfigs configs,
            Providers providers,
            ResultDownloads downloads,
            KeepPicture keepPicture,
            PrepareRequest prepare,
            RequestedModel models,
            JobFolders folders,
            UntilStored untilStored,
            FolderSettings places,
            ImageSettings images) {
        this.configs = configs;
        this.providers = providers;
        this.downloads = downloads;
        this.keepPicture = keepPicture;
        this.prepare = prepare;
        this.models = models;
        this.folders = folders;
        this.untilStored = untilStored;
        this.space = new FreeSpace(places);
        this.maxPixels = images.maxPixels();
    }

    /**
     * Blocks until the call's pictures are in the gallery; each is told to {@link GenerationProgress#kept} as soon as it is there.
     *
     * @return why fewer came than the call was for; empty when all came
     * @throws UpstreamException when the upstream gave no picture
     * @throws studio.problem.ProblemException when the config is gone or its key cannot be had
     * @throws UncheckedIOException when the disk fails; the received answer stays for another run
     */
    public Optional<UpstreamException> generate(GenerationJob job, GenerationProgress progress) {
        try {
            Path folder = folders.open(job);
            progress.stage(Stage.CALLING_UPSTREAM);
            Optional<SubmittedCall> submitted = SubmittedCall.read(folder);
            // What lies there beside a ticket is an unfinished preview at most, and links may have ended: new ones are
            // free.
            Optional<ReceivedAnswer> earlier = submitted.isPresent()
                    ? ReceivedAnswer.read(folder)
                            .filter(answer -> !answer.arrived().isEmpty())
                    : ReceivedAnswer.find(folder, job.pictures());
            ReceivedAnswer answer = earlier.isPresent()
                    ? earlier.get()
                    : submitted.isPresent()
                            ? resume(job, submitted.get(), folder, progress)
                            : submit(job, folder, progress);
            progress.answered(answer.upstreamMillis(), answer.candidates());
            List<UpstreamException> unfetched = new ArrayList<>();
            if (!answer.remotePictures().isEmpty()) {
                answer = download(job, answer, folder, progress, unfetched);
            }
            progress.stage(Stage.SELECTING_PRIMARY);
            keepPicture.complete(folder, answer.arrived());
            Candidates candidates = candidates(job, answer, folder, unfetched);
            candidates.skipped().forEach(reason -> LOG.warnf("Left out a candidate: %s", reason));
            if (!progress.beginSaving()) {
                throw UpstreamErrors.canceled(true, null);
            }
            UpstreamException missing = unfetched.isEmpty() ? null : UpstreamErrors.together(unfetched);
            GenerationProgress.CallEnd end = keep(job, answer, candidates, missing, progress);
            int made = end.pictures();
            if (missing != null && made < job.pictures().size()) {
                leaveTheRest(
                        job.only(job.pictures().subList(made, job.pictures().size())), answer);
            }
            folders.remove(job);
            return Optional.ofNullable(end.shortfall());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Addresses that were paid for and could not be fetched are all that a retry needs. */
    private void leaveTheRest(GenerationJob rest, ReceivedAnswer answer) throws IOException {
        answer.notFetched(rest.pictures()).write(folders.open(rest));
    }

    /** @throws UpstreamException when there is none */
    private Candidates candidates(
            GenerationJob job, ReceivedAnswer answer, Path folder, List<UpstreamException> unfetched)
            throws IOException {
        Candidates named = Candidates.judge(folder, answer.arrived(), maxPixels)
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
        Optional<ReceivedAnswer> whole = ReceivedAnswer.salvage(folder, job.pictures());
        if (whole.isPresent()) {
            return Candidates.judge(folder, whole.get().files(), maxPixels);
        }
        ReceivedAnswer.Shortfall reason = answer.told().shortfall();
        throw answer.arrived().isEmpty() && reason != null
                ? reason.exception(answer.told().requestId())
                : nothingUsable(answer, named);
    }

    private GenerationProgress.CallEnd keep(
            GenerationJob job,
            ReceivedAnswer answer,
            Candidates candidates,
            @Nullable UpstreamException unfetched,
            GenerationProgress progress) {
        List<Candidates.Candidate> chosen = candidates.chosen(job.pictures().size());
        List<Integer> places = IntStream.range(0, chosen.size())
                .filter(place -> progress.wants(job.picture(place)))
                .boxed()
                .toList();
        GenerationProgress.CallEnd end = end(job, answer, chosen.size(), unfetched);
        for (int place : places) {
            int picture = job.picture(place);
            GalleryEntry entry = keepPicture.keep(job, picture, answer, candidates, chosen.get(place), end, progress);
            boolean last = place == places.getLast();
            progress.kept(picture, entry, last ? end : null);
        }
        return end;
    }

    private @Nullable Cost cost(GenerationRequest request, ReceivedAnswer answer, int made) {
        Price price = models.of(request).map(ModelCapabilities::price).orElse(null);
        return CostEstimate.of(answer.told().cost(), answer.told().usage(), price, request.options(), made);
    }

    private GenerationProgress.CallEnd end(
            GenerationJob job, ReceivedAnswer answer, int made, @Nullable UpstreamException unfetched) {
        ReceivedAnswer.Told told = answer.told();
        Cost cost = cost(job.request(), answer, made);
        UpstreamException shortfall = null;
        if (made < job.pictures().size() && unfetched != null) {
            shortfall = unfetched;
        } else if (made < job.pictures().size()) {
            shortfall = told.shortfall() == null
                    ? UpstreamErrors.fewer(made, job.pictures().size(), told.requestId())
                    : told.shortfall().exception(told.requestId());
        }
        return new GenerationProgress.CallEnd(made, cost, told.turn(), shortfall);
    }

    private ReceivedAnswer submit(GenerationJob job, Path folder, GenerationProgress progress) throws IOException {
        // What has been received is kept even on a full disk; but nothing more is paid for.
        space.assertEnough();
        GenerationRequest request = job.request();
        Connection connection = configs.connect(request.configId(), request.model());
        ImageRequest asked = prepare.request(job, connection, models.of(request).orElseThrow(() -> gone(request)));
        Exchange exchange = new JobExchange(folder, job.pictures(), progress);
        return receive(
                job, folder, progress, () -> providers.of(connection.protocol()).generate(asked, exchange));
    }

    /** The upstream has the call already: it is only asked for the result, with the key that the API config has now. */
    private ReceivedAnswer resume(GenerationJob job, SubmittedCall call, Path folder, GenerationProgress progress)
            throws IOException {
        Connection connection;
        try {
            connection = configs.connect(job.request().configId(), job.request().model())
                    .as(call.ticket());
        } catch (ProblemException noConnection) {
            Told told = new Told(
                    0, noConnection.code(), noConnection.message().in(Language.ENGLISH), call.id(), null, null);
            throw new UpstreamException(FailureCode.RESULT_PENDING, Outcome.UNKNOWN, told, noConnection);
        }
        LOG.infof("Task %s goes on asking for the result of %s", job.taskId(), call.id());
        Exchange exchange = new JobExchange(folder, job.pictures(), progress);
        return receive(job, folder, progress, () -> providers
                .of(connection.protocol())
                .resume(connection, call.ticket(), exchange));
    }

    private ReceivedAnswer receive(GenerationJob job, Path folder, GenerationProgress progress, Supplier<Answer> asking)
            throws IOException {
        long start = System.nanoTime();
        ReceivedAnswer received;
        try {
            Answer answer = asking.get();
            received =
                    ReceivedAnswer.of(answer, job.pictures(), TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
        } catch (UpstreamException e) {
            boolean calledOff = e.outcome() == Outcome.NOT_SENT;
            if (e.failure() == FailureCode.RESULT_PENDING || (progress.canceled() && !calledOff)) {
                throw e;
            }
            SubmittedCall.forget(folder);
            received = brokenOff(e, job, folder, progress);
        }
        noted(job, received, folder);
        return received;
    }

    /** What came as addresses is nowhere else, so that a disk without room is waited for. */
    private void noted(GenerationJob job, ReceivedAnswer received, Path folder) {
        untilStored.run("The answer to task " + job.taskId(), () -> {
            received.write(folder);
            return received;
        });
    }

    /** An answer that broke off after its picture had arrived is paid for and good enough. */
    private static ReceivedAnswer brokenOff(
            UpstreamException failure, GenerationJob job, Path folder, GenerationProgress progress) throws IOException {
        boolean begun = failure.outcome() == Outcome.UNKNOWN || failure.failure() == FailureCode.NOT_STORED;
        if (!begun || progress.canceled()) {
            throw failure;
        }
        ReceivedAnswer salvaged = ReceivedAnswer.salvage(folder, job.pictures()).orElseThrow(() -> failure);
        LOG.warnf("The answer broke off (%s), but a whole picture had arrived and is kept", failure.getMessage());
        return salvaged;
    }

    /** @param unfetched takes up why pictures could not be had */
    private ReceivedAnswer download(
            GenerationJob job,
            ReceivedAnswer answer,
            Path folder,
            GenerationProgress progress,
            List<UpstreamException> unfetched)
            throws IOException {
        progress.stage(Stage.DOWNLOADING);
        Connection connection =
                configs.connect(job.request().configId(), job.request().model());
        ReceivedAnswer now = answer;
        for (Answer.RemotePicture picture : answer.remotePictures()) {
            try {
                Answer.StoredPicture stored =
                        downloads.fetch(picture, connection, new JobExchange(folder, job.pictures(), progress));
                now = now.fetched(picture.address(), stored.file().getFileName().toString());
            } catch (UpstreamException e) {
                if (progress.canceled()) {
                    throw e;
                }
                LOG.warnf("Could not download a candidate: %s", e.getMessage());
                if (picture.guess()) {
                    now = now.fetched(picture.address(), null);
                } else {
                    unfetched.add(e);
                }
            }
        }
        noted(job, now, folder);
        return now;
    }

    private static ProblemException gone(GenerationRequest request) {
        return ProblemException.of(
                ProblemCode.CONFIG_NOT_FOUND, Message.of("generation.api_config_unknown", request.configId()));
    }

    private static UpstreamException nothingUsable(ReceivedAnswer answer, Candidates candidates) {
        return new UpstreamException(
                FailureCode.UNUSABLE_IMAGE,
                Outcome.FINAL,
                new Told(
                        200,
                        null,
                        String.join("; ", candidates.skipped()),
                        answer.told().requestId(),
                        null,
                        null),
                null);
    }
}
