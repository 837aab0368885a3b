package studio.picture.bucket;

import java.net.URI;
import java.util.Optional;

/** From where a browser gets pictures that it is sent for, so that the page's policy allows it. */
public final class PictureOrigin {
    private PictureOrigin() {}

    /** As in a Content Security Policy; each argument as in {@code STUDIO_S3_*}, where it is set. */
    public static String of(String bucket, Optional<String> endpoint, Optional<String> region, boolean pathStyle) {
        String host = pathStyle ? "" : bucket + ".";
        if (endpoint.isPresent()) {
            URI address = URI.create(endpoint.get());
            return address.getScheme() + "://" + host + address.getAuthority();
        }
        // Amazon has two names for the region that was its first.
        String there = "https://" + host + "s3." + region.orElse("us-east-1") + ".amazonaws.com";
        return there + " https://" + host + "s3.amazonaws.com";
    }
}
