package studio.doctor;

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
            return Finding.warn(Message.of("doctor.all_visitors_seem_come", visit.peer()));
        }
        return visit.proxied()
                ? Finding.ok(Message.of("doctor.behind_trusted_proxy_your", visit.client()))
                : Finding.ok(Message.of("doctor.reached_directly_your_address", visit.client()));
    }
}
