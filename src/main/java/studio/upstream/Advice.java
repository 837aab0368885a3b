package studio.upstream;

/** A sentence that some failures of one code have and others have not. */
enum Advice {
    CHECK_ENDPOINT("也请检查接口地址是否正确（通常以 /v1 结尾）。", "Check the endpoint address as well (it usually ends in /v1)."),
    SET_PUBLIC_ADDRESS(
            "图片地址指向中转站自己的内网，从这里访问不到：请在中转站的设置里填写它的公网 https 地址。",
            "The picture's address leads into the relay's own network, which cannot be reached from here: set the relay's public"
                    + " https address in its settings.");

    private final String zh;
    private final String en;

    Advice(String zh, String en) {
        this.zh = zh;
        this.en = en;
    }

    String message(boolean english) {
        return english ? en : zh;
    }
}
