package studio.model;

import java.util.List;

/**
 * What a model accepts. Empty lists: the option does not exist for it.
 *
 * @param known false when nothing is known about this model and the entry is a permissive guess
 * @param imageSizes tiers, for example {@code 2K}
 * @param exactSizes whether {@code size} as {@code WIDTHxHEIGHT} is understood
 * @param referenceTypes media types of reference pictures
 * @param maxReferences 0: text to image only
 * @param maxReferenceBytes of one reference picture
 */
public record ModelCapabilities(
        boolean known,
        List<String> aspectRatios,
        List<String> imageSizes,
        boolean exactSizes,
        List<String> qualities,
        List<String> outputFormats,
        List<String> backgrounds,
        boolean googleSearch,
        List<String> referenceTypes,
        int maxReferences,
        long maxReferenceBytes,
        int maxPictures) {}
