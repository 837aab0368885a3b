package studio.generation;

import jakarta.inject.Singleton;
import studio.upstream.Connection;
import studio.upstream.ImageRequest;

/** Makes of a job what an adapter is asked for: the reference pictures opened and fit for the provider. */
@Singleton
class PrepareRequest {
    private final ReferencePictures references;

    PrepareRequest(ReferencePictures references) {
        this.references = references;
    }

    ImageRequest request(GenerationJob job, Connection connection) {
        GenerationRequest request = job.request();
        return new ImageRequest(
                connection,
                request.model(),
                request.prompt(),
                references.open(request.references()),
                null,
                job.pictures().size(),
                request.options());
    }
}
