package studio.picture.bucket;

import java.io.IOException;
import java.io.UncheckedIOException;
import software.amazon.awssdk.core.exception.SdkException;
import studio.problem.Explained;
import studio.problem.Language;
import studio.problem.Message;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;

/** A bucket did not do what it was asked to. */
final class BucketException extends UncheckedIOException implements Explained {
    private final transient BucketFailure failure;
    private final transient Message sentence;

    /** @param sentence without secrets */
    BucketException(BucketFailure failure, Message sentence, Exception cause) {
        super(sentence.in(Language.ENGLISH), new IOException(sentence.in(Language.ENGLISH), cause));
        this.failure = failure;
        this.sentence = sentence;
    }

    static BucketException of(BucketConnection connection, SdkException cause) {
        BucketFailure failure = BucketFailure.of(cause);
        return new BucketException(failure, failure.sentence(connection, BucketFailure.detail(cause)), cause);
    }

    /** The same for another reason than the bucket gave. */
    BucketException as(BucketFailure other, BucketConnection connection) {
        return new BucketException(other, other.sentence(connection, ""), this);
    }

    /** The same, for another caller. */
    BucketException again() {
        return new BucketException(failure, sentence, this);
    }

    BucketFailure failure() {
        return failure;
    }

    /** What it is, and what to do. */
    Message sentence() {
        return sentence;
    }

    @Override
    public ProblemException problem() {
        return ProblemException.of(ProblemCode.BUCKET_UNAVAILABLE)
                .withHeader("Retry-After", "5")
                .causedBy(this);
    }
}
