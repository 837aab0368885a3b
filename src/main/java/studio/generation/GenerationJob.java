package studio.generation;

import java.time.Instant;

/**
 * One picture to make.
 *
 * @param taskId names the folder of unfinished files
 * @param entryId of the gallery entry to be, fixed beforehand so that a save cut short can be repeated
 * @param createdAt when it was asked for; part of the file name
 */
public record GenerationJob(String taskId, String entryId, GenerationRequest request, Instant createdAt) {

    String baseName() {
        return createdAt.toEpochMilli() + "-" + entryId;
    }
}
