package studio.imaging.metadata;

import java.util.Map;

/**
 * What is written into a picture about its making, as flat text fields ({@code prompt}, {@code model},
 * {@code parameters} as JSON, {@code createdAt}, {@code entryId}, {@code software}, ...). Keys are ASCII letters.
 */
public record PictureMetadata(Map<String, String> fields) {}
