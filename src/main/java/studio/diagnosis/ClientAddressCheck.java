package studio.diagnosis;

import jakarta.inject.Singleton;
import studio.problem.Message;

/** Whether the sign-in limit can tell visitors apart when a proxy stands between. */
@Singleton
class ClientAddressCheck implements Check {

    @Override
    public String id() {
        return "client_address";
    }

    @Override
    public Finding examine(Visit visit) {
        if (visit.proxied() && !visit.trusted()) {
            return Finding.warn(Message.of("diagnosis.client_behind_unknown_proxy", visit.peer()));
        }
        return visit.proxied()
                ? Finding.ok(Message.of("diagnosis.client_behind_proxy", visit.client()))
                : Finding.ok(Message.of("diagnosis.client_direct", visit.client()));
    }
}
