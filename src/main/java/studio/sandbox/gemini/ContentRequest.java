package studio.sandbox.gemini;

import studio.sandbox.PictureRequest;

/**
 * A request for content.
 *
 * @param words whether text may stand beside the pictures
 * @param search whether the model may search
 */
record ContentRequest(PictureRequest picture, boolean words, boolean search) {}
