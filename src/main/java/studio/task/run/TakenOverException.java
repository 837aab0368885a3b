package studio.task.run;

/** Another instance has worked on a task, since this one seemed dead. It is thrown inside a transaction, which is rolled back by it. */
final class TakenOverException extends RuntimeException {
    private final boolean another;

    /** @param another whether it is another's now; false: it has ended meanwhile, and this change must not be */
    TakenOverException(boolean another) {
        this.another = another;
    }

    boolean byAnother() {
        return another;
    }
}
