package studio.generation;

import java.time.Instant;
import java.util.List;

/**
 * One call to an upstream and the pictures that it is for. A task has one, or several when it asks for more pictures than
 * one call can give.
 *
 * @param taskId names the folder of unfinished files
 * @param firstEntryId of the gallery entry of the task's first picture, fixed beforehand so that a save cut short can be
 *     repeated
 * @param createdAt when it was asked for; part of the file names
 * @param pictures their numbers within the task, from 1, ascending, not empty
 */
public record GenerationJob(
        String taskId, String firstEntryId, GenerationRequest request, Instant createdAt, List<Integer> pictures) {

    /** The call's name within its task: the number of its first picture. */
    public int call() {
        return pictures.getFirst();
    }

    /** The gallery entry of a task's picture. */
    public static String entryId(String firstEntryId, int picture) {
        return picture == 1 ? firstEntryId : firstEntryId + "-" + picture;
    }

    String entryId(int picture) {
        return entryId(firstEntryId, picture);
    }

    String baseName(int picture) {
        return createdAt.toEpochMilli() + "-" + entryId(picture);
    }
}
