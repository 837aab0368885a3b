package studio.practice.openrouter;

import studio.practice.PictureRequest;

/** A request of the Image API. */
record ImageRequest(PictureRequest picture, boolean stream) {}
