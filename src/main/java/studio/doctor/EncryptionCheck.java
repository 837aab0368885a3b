package studio.doctor;

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
            return Finding.ok(Message.of("doctor.reached_https_session_cookie"));
        }
        if (visit.saysHttps()) {
            return Finding.warn(Message.of("doctor.proxy_says_https_but", visit.peer()));
        }
        if (visit.proxied()) {
            return Finding.warn(Message.of("doctor.proxy_does_say_browser"));
        }
        if (visit.client().equals("127.0.0.1") || visit.client().equals("0:0:0:0:0:0:0:1")) {
            return Finding.ok(Message.of("doctor.reached_on_very_machine"));
        }
        return Finding.warn(Message.of("doctor.reached_plain_http_password"));
    }
}
