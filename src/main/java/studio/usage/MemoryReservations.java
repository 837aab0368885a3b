package studio.usage;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;

/** The reservations of the only process. After a restart the one made right before sending is the first. */
final class MemoryReservations implements Reservations {
    private record Reservation(String configId, BigDecimal amount) {}

    private final Map<String, Reservation> byTask = new HashMap<>();

    @Override
    public synchronized void inTurn(String configId, Runnable step) {
        step.run();
    }

    @Override
    public synchronized BigDecimal held(String configId, String exceptTask) {
        return byTask.entrySet().stream()
                .filter(held -> !held.getKey().equals(exceptTask)
                        && held.getValue().configId().equals(configId))
                .map(held -> held.getValue().amount())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    @Override
    public synchronized void hold(String taskId, String configId, BigDecimal amount) {
        byTask.put(taskId, new Reservation(configId, amount));
    }

    @Override
    public synchronized void release(String taskId) {
        byTask.remove(taskId);
    }
}
