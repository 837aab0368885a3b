package studio.practice.gemini;

import studio.practice.PictureRequest;

/**
 * A request for content.
 *
 * @param words whether text may stand beside the pictures
 * @param search whether the model may search
 */
record ContentRequest(PictureRequest picture, boolean words, boolean search) {}
