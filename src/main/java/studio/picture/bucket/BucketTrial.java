package studio.picture.bucket;

import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import software.amazon.awssdk.core.sync.RequestBody;
import studio.problem.Language;
import studio.problem.Message;

/** Tries whether the bucket does what a studio needs: list, write, read and delete. */
public final class BucketTrial {
    private static final Logger LOG = Logger.getLogger(BucketTrial.class);

    private final BucketPictureStore store;

    BucketTrial(BucketPictureStore store) {
        this.store = store;
    }

    /**
     * What was found.
     *
     * @param sentence what it is, and what to do when it does not work
     * @param waiting how many files wait to be sent
     */
    public record Found(boolean works, Message sentence, long waiting) {}

    /** Makes the requests; takes as long as they take. */
    public Found now() {
        return found(failure());
    }

    /** By the last request that was made, without a new one. */
    public Found lately() {
        return found(store.bucket().lastFailure());
    }

    private Found found(Optional<BucketException> failure) {
        BucketConnection connection = store.bucket().connection();
        long waiting = store.waiting();
        Message sentence = failure.map(BucketException::sentence)
                .orElseGet(() -> Message.of("picture.bucket_works", connection.bucket(), connection.shown()));
        return new Found(
                failure.isEmpty(),
                waiting == 0 ? sentence : sentence.followedBy(Message.of("picture.bucket_waiting", waiting)),
                waiting);
    }

    /** @throws BucketUnusableException when it stays as it is until somebody changes a setting */
    void atStart() {
        failure().ifPresent(failure -> {
            if (failure.failure().lasting()) {
                throw new BucketUnusableException(failure.sentence());
            }
            LOG.errorf(
                    "%s The server starts; what it makes meanwhile waits on its disk.",
                    failure.sentence().in(Language.ENGLISH));
        });
    }

    private Optional<BucketException> failure() {
        Bucket bucket = store.bucket();
        String object = store.names().trial(UUID.randomUUID().toString());
        try {
            // Whose failure has a code, unlike that of a request without an answer's body.
            bucket.list(object).forEach(found -> {});
        } catch (BucketException e) {
            return Optional.of(e);
        }
        try {
            var unused = bucket.call("write", () -> bucket.client()
                    .putObject(request -> request.bucket(bucket.name()).key(object), RequestBody.fromString("?")));
            bucket.delete(object);
            return Optional.empty();
        } catch (BucketException e) {
            boolean readOnly = e.failure() == BucketFailure.DENIED;
            return Optional.of(readOnly ? e.as(BucketFailure.READ_ONLY, bucket.connection()) : e);
        }
    }
}
