package studio.sandbox.openrouter;

import studio.sandbox.PictureRequest;

/** A request of the Image API. */
record ImageRequest(PictureRequest picture, boolean stream) {}
