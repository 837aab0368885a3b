package studio.task.run;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import studio.apiconfig.ApiConfigs;
import studio.imaging.metadata.PictureMetadata;
import studio.problem.Language;
import studio.problem.ProblemException;
import studio.storage.FreeSpace;
import studio.storage.UntilStored;
import studio.task.GenerationRequest;
import studio.task.TaskStatus.Stage;
import studio.task.answer.PrepareRequest;
import studio.task.answer.ReceivedAnswer;
import studio.task.answer.SubmittedCall;
import studio.task.run.RunningCalls.RunningCall;
import studio.upstream.Answer;
import studio.upstream.Connection;
import studio.upstream.FailureCode;
import studio.upstream.ImageRequest;
import studio.upstream.Outcome;
import studio.upstream.ReportedError;
import studio.upstream.ResultDownloads;
import studio.upstream.UpstreamException;
import studio.upstream.dialect.Providers;

/**
 * Gets the answer to a call into its folder: the one that lies there already, else by asking for the result of work that the
 * upstream has taken, else by sending the request. What was received once is never asked for again.
 */
@Singleton
class ReceiveAnswer {
    private static final Logger LOG = Logger.getLogger(ReceiveAnswer.class);

    private final ApiConfigs configs;
    private final Providers providers;
    private final ResultDownloads downloads;
    private final PrepareRequest prepare;
    private final UntilStored untilStored;
    private final FreeSpace space;

    ReceiveAnswer(
            ApiConfigs configs,
            Providers providers,
            ResultDownloads downloads,
            PrepareRequest prepare,
            UntilStored untilStored,
            FreeSpace space) {
        this.configs = configs;
        this.providers = providers;
        this.downloads = downloads;
        this.prepare = prepare;
        this.untilStored = untilStored;
        this.space = space;
    }

    /**
     * @param arrived called with the answer while it is on its way to disk: what ends the process then does not lose it
     * @return the answer, noted on disk; its remote pictures are still to be fetched
     * @throws UpstreamException when the upstream gave none
     */
    ReceivedAnswer receive(RunningCall call, Consumer<ReceivedAnswer> arrived) throws IOException {
        Optional<SubmittedCall> submitted = SubmittedCall.read(call.folder());
        // What lies there beside a ticket is an unfinished preview at most, and links may have ended: new ones are
        // free.
        Optional<ReceivedAnswer> earlier = submitted.isPresent()
                ? ReceivedAnswer.read(call.folder())
                        .filter(answer -> !answer.arrived().isEmpty())
                : ReceivedAnswer.find(call.folder(), call.job().pictures());
        if (earlier.isPresent()) {
            asItCame(call.folder(), earlier.get());
            return earlier.get();
        }
        return submitted.isPresent() ? resume(call, submitted.get(), arrived) : submit(call, arrived);
    }

    /** The process may have ended while a picture was completed for the gallery. */
    private static void asItCame(Path folder, ReceivedAnswer answer) throws IOException {
        for (String name : answer.arrived()) {
            Path file = folder.resolve(name);
            if (Files.isRegularFile(file)) {
                PictureMetadata.restore(file);
            }
        }
    }

    private ReceivedAnswer submit(RunningCall call, Consumer<ReceivedAnswer> arrived) throws IOException {
        // What has been received is kept even on a full disk; but nothing more is paid for.
        space.assertEnough();
        GenerationRequest request = call.job().request();
        Connection connection = connect(request);
        ImageRequest asked = prepare.request(call.job(), connection);
        return noted(call, arrived, () -> providers.of(connection.protocol()).generate(asked, call));
    }

    /** The upstream has the call already: it is only asked for the result, with the key that the API config has now. */
    private ReceivedAnswer resume(RunningCall call, SubmittedCall submitted, Consumer<ReceivedAnswer> arrived)
            throws IOException {
        GenerationRequest request = call.job().request();
        Connection connection;
        try {
            connection = connect(request).as(submitted.ticket());
        } catch (ProblemException noConnection) {
            String why = noConnection.message().in(Language.ENGLISH);
            ReportedError told = new ReportedError(0, noConnection.code(), why, submitted.id(), null, null);
            throw new UpstreamException(FailureCode.RESULT_PENDING, Outcome.UNKNOWN, told, noConnection);
        }
        LOG.infof("Task %s goes on asking for the result of %s", call.job().taskId(), submitted.id());
        return noted(
                call, arrived, () -> providers.of(connection.protocol()).resume(connection, submitted.ticket(), call));
    }

    private Connection connect(GenerationRequest request) {
        return configs.connect(request.configId(), request.requirePlan().route());
    }

    private ReceivedAnswer noted(RunningCall call, Consumer<ReceivedAnswer> arrived, Supplier<Answer> asking)
            throws IOException {
        long start = System.nanoTime();
        ReceivedAnswer received;
        try {
            Answer answer = asking.get();
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            received = ReceivedAnswer.of(answer, call.job().pictures(), millis);
        } catch (UpstreamException e) {
            if (e.failure() == FailureCode.RESULT_PENDING || (call.canceled() && e.outcome() != Outcome.NOT_SENT)) {
                throw e;
            }
            SubmittedCall.forget(call.folder());
            received = brokenOff(e, call);
        }
        return note(call, received, arrived);
    }

    /** An answer that broke off after its picture had arrived is paid for and good enough. */
    private static ReceivedAnswer brokenOff(UpstreamException failure, RunningCall call) throws IOException {
        boolean worked = failure.outcome() == Outcome.UNKNOWN || failure.failure() == FailureCode.NOT_STORED;
        if (!worked || call.canceled()) {
            throw failure;
        }
        ReceivedAnswer salvaged =
                ReceivedAnswer.salvage(call.folder(), call.job().pictures()).orElseThrow(() -> failure);
        LOG.warnf("The answer broke off (%s), but a whole picture had arrived and is kept", failure.getMessage());
        return salvaged;
    }

    /** What came as addresses is nowhere else, so that a disk without room is waited for. */
    private ReceivedAnswer note(RunningCall call, ReceivedAnswer received, Consumer<ReceivedAnswer> arrived) {
        String what = "The answer to task " + call.job().taskId();
        untilStored.run(what, () -> {
            received.put(call.folder());
            return true;
        });
        arrived.accept(received);
        return untilStored.run(what, () -> {
            received.sync(call.folder());
            return received;
        });
    }

    /**
     * Fetches what came as addresses.
     *
     * @param unfetched receives why pictures could not be had
     */
    ReceivedAnswer fetch(RunningCall call, ReceivedAnswer answer, List<UpstreamException> unfetched) {
        if (answer.remotePictures().isEmpty()) {
            return answer;
        }
        call.stage(Stage.DOWNLOADING);
        GenerationRequest request = call.job().request();
        Connection connection =
                configs.withoutKey(request.configId(), request.requirePlan().route());
        ReceivedAnswer now = answer;
        for (Answer.RemotePicture picture : answer.remotePictures()) {
            try {
                Answer.StoredPicture stored = downloads.fetch(picture, connection, call);
                now = now.fetched(picture.address(), stored.file().getFileName().toString());
            } catch (UpstreamException e) {
                if (call.canceled()) {
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
        return note(call, now, answered -> {});
    }
}
