package studio.web;

import io.vertx.ext.web.RoutingContext;

/** How much of a request's body is read. Decided by its headers, before any of the body; an anonymous one is not read. */
public enum Trust {
    /** Nothing is read. */
    ANONYMOUS,
    /** As much as a sign-in needs. */
    SIGN_IN,
    /** Up to {@code MAX_BODY_SIZE}. */
    SIGNED_IN;

    private static final String KEY = Trust.class.getName();

    public void grant(RoutingContext routing) {
        routing.put(KEY, this);
    }

    public static Trust of(RoutingContext routing) {
        return routing.get(KEY, ANONYMOUS);
    }
}
