package studio.task.run;

import jakarta.inject.Singleton;

/** How many calls of tasks may run at once. Fewer lanes take effect as those in use are given back: nothing is interrupted. */
@Singleton
class Lanes {
    private int size;
    private int taken;

    synchronized void resize(int lanes) {
        size = lanes;
    }

    synchronized boolean tryAcquire() {
        if (taken >= size) {
            return false;
        }
        taken++;
        return true;
    }

    synchronized void release() {
        taken--;
    }
}
