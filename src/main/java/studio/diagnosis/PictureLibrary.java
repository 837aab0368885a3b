package studio.diagnosis;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import studio.imaging.Thumbnailer;

/** Names what shrinks pictures. Always up: without a library pictures are still made and kept. */
@Readiness
@Singleton
class PictureLibrary implements HealthCheck {
    private final Thumbnailer pictures;

    PictureLibrary(Thumbnailer pictures) {
        this.pictures = pictures;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("pictures")
                .up()
                .withData("library", pictures.library().description())
                .build();
    }
}
