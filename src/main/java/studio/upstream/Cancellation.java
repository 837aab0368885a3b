package studio.upstream;

/** A cancel from another thread. */
public interface Cancellation {
    /**
     * Registers how to close the connection under way, replacing the one before; run at once when the task was already canceled. The
     * call then ends with an {@link UpstreamException} of code {@code canceled}.
     */
    void onCancel(Runnable close);

    boolean canceled();
}
