package studio.diagnosis;

import jakarta.inject.Singleton;
import studio.problem.Message;

/** Whether password, token and pictures are encrypted on their way, and whether the server knows it. */
@Singleton
class EncryptionCheck implements Check {

    @Override
    public String id() {
        return "https";
    }

    @Override
    public Finding examine(Visit visit) {
        if (visit.https()) {
            return Finding.ok(Message.of("diagnosis.encryption_https"));
        }
        if (visit.saysHttps()) {
            return Finding.warn(Message.of("diagnosis.encryption_by_unknown_proxy", visit.peer()));
        }
        if (visit.proxied()) {
            return Finding.warn(Message.of("diagnosis.encryption_unknown"));
        }
        if (visit.client().equals("127.0.0.1") || visit.client().equals("0:0:0:0:0:0:0:1")) {
            return Finding.ok(Message.of("diagnosis.encryption_local"));
        }
        return Finding.warn(Message.of("diagnosis.encryption_missing"));
    }
}
