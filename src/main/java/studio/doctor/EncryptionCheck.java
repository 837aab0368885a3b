package studio.doctor;

import jakarta.inject.Singleton;

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
            return Finding.ok(
                    "已通过 https 访问，登录 Cookie 带有 Secure 标记", "Reached by https; the session cookie is marked Secure");
        }
        if (visit.saysHttps()) {
            return Finding.warn(
                    "反向代理表示使用的是 https，但它的地址 " + visit.peer()
                            + " 不在 TRUSTED_PROXIES 中，因此 Cookie 没有 Secure 标记。请设置 TRUSTED_PROXIES=" + visit.peer()
                            + " 后重启",
                    "The proxy says https, but its address " + visit.peer()
                            + " is not in TRUSTED_PROXIES, so the cookie is not marked Secure. Set TRUSTED_PROXIES="
                            + visit.peer() + " and restart");
        }
        if (visit.proxied()) {
            return Finding.warn(
                    "反向代理没有说明浏览器使用的是 https。请让它发送 X-Forwarded-Proto，并用 https 访问",
                    "The proxy does not say that the browser uses https. Let it send X-Forwarded-Proto, and use https");
        }
        if (visit.client().equals("127.0.0.1") || visit.client().equals("0:0:0:0:0:0:0:1")) {
            return Finding.ok("从本机直接访问，不需要 https", "Reached on this very machine, where https is not needed");
        }
        return Finding.warn(
                "通过 http 明文访问，密码和图片在传输途中可以被看到。仅在可信的家庭网络中可以接受，否则请在前面放一个提供 https 的反向代理",
                "Reached by plain http: password and pictures can be read on their way. Accept that at home only; otherwise put a "
                        + "reverse proxy with https in front");
    }
}
