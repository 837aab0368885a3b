package studio.storage;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Changes of the only process that there is: passed on right after the commit, before the next writer's turn. */
public final class LocalChangeBus implements ChangeBus {
    private static final Logger LOG = Logger.getLogger(LocalChangeBus.class);

    private final Transactions transactions;
    private final List<Consumer<Change>> readers = new CopyOnWriteArrayList<>();

    public LocalChangeBus(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public void publish(Change change) {
        transactions.afterCommit(() -> pass(change));
    }

    /** Passes a change on at once. */
    void pass(Change change) {
        readers.forEach(reader -> tell(reader, change));
    }

    @Override
    public Subscription subscribe(Consumer<Change> reader) {
        readers.add(reader);
        return () -> readers.remove(reader);
    }

    private static void tell(Consumer<Change> reader, Change change) {
        try {
            reader.accept(change);
        } catch (RuntimeException e) {
            LOG.errorf(e, "A reader of changes failed at %s", change);
        }
    }
}
