package studio.doctor;

import jakarta.inject.Singleton;

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
            return Finding.warn(
                    "所有访问者看起来都来自反向代理 " + visit.peer() + "，共用一个登录次数限制。请设置 TRUSTED_PROXIES=" + visit.peer() + " 后重启",
                    "All visitors seem to come from the proxy " + visit.peer()
                            + " and share one sign-in limit. Set TRUSTED_PROXIES=" + visit.peer() + " and restart");
        }
        return visit.proxied()
                ? Finding.ok(
                        "经过可信的反向代理，访问者地址为 " + visit.client(),
                        "Behind a trusted proxy; your address is " + visit.client())
                : Finding.ok("直接访问，访问者地址为 " + visit.client(), "Reached directly; your address is " + visit.client());
    }
}
