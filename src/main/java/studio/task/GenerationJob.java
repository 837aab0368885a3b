package studio.task;

import java.time.Instant;
import java.util.List;

/**
 * One call to an upstream and the pictures that it is for. A task has one, or several when it asks for more pictures than
 * one call can give.
 *
 * @param firstEntryId of the gallery entry of the task's first picture, fixed beforehand so that a save cut short can be
 *     repeated; names the folder of unfinished files
 * @param createdAt when it was asked for; part of the file names
 * @param pictures their numbers within the task, from 1, ascending, not empty
 */
public record GenerationJob(
        String taskId, String firstEntryId, GenerationRequest request, Instant createdAt, List<Integer> pictures) {

    /** The call's name within its task: the number of its first picture. */
    public int call() {
        return pictures.getFirst();
    }

    /** The same for some of its pictures only. */
    public GenerationJob only(List<Integer> some) {
        return new GenerationJob(taskId, firstEntryId, request, createdAt, some);
    }

    /** The gallery entry of a task's picture. */
    public static String entryId(String firstEntryId, int picture) {
        return picture == 1 ? firstEntryId : firstEntryId + "-" + picture;
    }

    /**
     * The number within the task of a picture that the call has made. What came beyond what the call was for has numbers that no
     * other call of the task can give.
     *
     * @param place among the chosen pictures of the call, from 0
     */
    public int picture(int place) {
        int beyond = place - pictures.size();
        return beyond < 0 ? pictures.get(place) : call() + request.count() * (1 + beyond);
    }

    public String entryId(int picture) {
        return entryId(firstEntryId, picture);
    }

    public String baseName(int picture) {
        return createdAt.toEpochMilli() + "-" + entryId(picture);
    }
}
