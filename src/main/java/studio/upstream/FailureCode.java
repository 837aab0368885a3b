package studio.upstream;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The closed set of ways in which an upstream keeps a picture away, each with its sentences: what happened, and what to do
 * next. Adapters map what their provider says to these and keep the provider's own words beside ({@link Told}).
 */
@RegisterForReflection
public enum FailureCode {
    UNREACHABLE(
            NextStep.CHECK_ENDPOINT,
            "连接不上上游服务器，请求没有发出，不会计费。请检查接口地址和网络。",
            "The upstream cannot be reached; nothing was sent and nothing is billed. Check the endpoint address and the"
                    + " network."),
    TLS_FAILED(
            NextStep.CHECK_ENDPOINT,
            "与上游建立加密连接失败，请求没有发出，不会计费。请检查接口地址是否为 https，以及对方证书是否有效。",
            "The encrypted connection to the upstream failed; nothing was sent and nothing is billed. Check that the"
                    + " address is right and its certificate is valid."),
    TIMEOUT(
            NextStep.CHECK_BILL,
            "上游没有在限定时间内完成。图片可能已经生成并计费，请先到上游后台核对，再决定是否重试。",
            "The upstream did not finish in time. The picture may have been made and billed: check the upstream's usage"
                    + " page before trying again."),
    CUT(
            NextStep.CHECK_BILL,
            "上游的回答在传输中断开。图片可能已经生成并计费，请先到上游后台核对，再决定是否重试。",
            "The connection broke before the answer was complete. The picture may have been made and billed: check the"
                    + " upstream's usage page before trying again."),
    UNREADABLE_ANSWER(
            NextStep.CHECK_ENDPOINT,
            "上游的回答无法识别，可能已经计费。请检查接口地址是否正确（通常以 /v1 结尾），再决定是否重试。",
            "The upstream's answer cannot be read; it may have been billed. Check the endpoint address (it usually ends"
                    + " in /v1) before trying again."),
    BAD_REQUEST(
            NextStep.CHANGE_REQUEST,
            "上游不接受这次请求的参数。请按上游的说明调整后再试。",
            "The upstream does not accept this request. Change it as the upstream's words say, then try again."),
    BAD_KEY(
            NextStep.CHECK_KEY,
            "上游拒绝了 API 密钥。请在设置里检查或更换密钥。",
            "The upstream refused the API key. Check or replace the key in the settings."),
    INSUFFICIENT_BALANCE(
            NextStep.TOP_UP,
            "上游账户余额或额度不足。请充值或提高额度后再试。",
            "The upstream account has no credit or quota left. Top it up or raise the limit, then try again."),
    NO_ACCESS(
            NextStep.CHECK_KEY,
            "这个密钥没有权限使用该模型或接口。请检查密钥权限，或换一个模型。",
            "This key may not use the model or endpoint. Check the key's permissions or choose another model."),
    PROMPT_BLOCKED(
            NextStep.CHANGE_PROMPT,
            "提示词或参考图被上游的安全审核拦下。请修改内容后再试。",
            "The upstream's safety check refused the prompt or a reference picture. Change them, then try again."),
    IMAGE_BLOCKED(
            NextStep.CHANGE_PROMPT,
            "生成的图片被上游的安全审核拦下，可能已经计费。请换一种说法再试。",
            "The upstream's safety check withheld the picture; it may have been billed. Word the prompt differently, then"
                    + " try again."),
    MODEL_NOT_FOUND(
            NextStep.CHANGE_MODEL,
            "上游没有这个模型，或接口地址不对。请检查模型名和接口地址。",
            "The upstream does not know this model, or the address is wrong. Check the model's name and the endpoint."),
    TOO_LARGE(
            NextStep.CHANGE_REQUEST,
            "请求太大，上游不接收。请减少或缩小参考图。",
            "The request is too large for the upstream. Use fewer or smaller reference pictures."),
    RATE_LIMITED(
            NextStep.RETRY_LATER,
            "请求太频繁，或上游额度暂时用完。请稍后再试。",
            "The upstream is limiting requests. Wait a while, then try again."),
    OVERLOADED(
            NextStep.RETRY_LATER,
            "上游正忙，没有处理这次请求。请稍后再试，或换一个模型。",
            "The upstream is overloaded and did not take the request. Try again later or choose another model."),
    UPSTREAM_ERROR(
            NextStep.CHECK_BILL,
            "上游内部出错。图片可能已经生成并计费，请先到上游后台核对，再决定是否重试。",
            "The upstream failed. The picture may have been made and billed: check the upstream's usage page before"
                    + " trying again."),
    FAILED_UNBILLED(
            NextStep.RETRY,
            "上游没有完成这次请求，失败的请求不计费。可以直接重试。",
            "The upstream did not complete the request; failed requests are not billed here. Try again."),
    NO_IMAGE(
            NextStep.CHANGE_PROMPT,
            "上游只回了文字，没有图片，可能已经计费。请把提示词写得更明确，或换一个能出图的模型。",
            "The upstream answered without a picture; it may have been billed. Make the prompt clearer or choose a model"
                    + " that makes pictures."),
    TRUNCATED(
            NextStep.CHANGE_PROMPT,
            "上游在出图之前就达到了输出长度上限，可能已经计费。请缩短提示词或换一个模型。",
            "The upstream reached its output limit before the picture; it may have been billed. Shorten the prompt or"
                    + " choose another model."),
    WRONG_PATH(
            NextStep.CHECK_ENDPOINT,
            "服务器可以连接，但这个地址不是模型接口。请检查接口地址（通常以 /v1 结尾）。",
            "The server answers, but not as a model API at this address. Check the endpoint (it usually ends in /v1)."),
    FEWER_PICTURES(
            NextStep.NONE,
            "上游给出的图片比要求的少，收到的都已保存。",
            "The upstream made fewer pictures than were asked for; all that came are kept."),
    UNUSABLE_IMAGE(
            NextStep.CHANGE_MODEL,
            "上游返回的内容不是可用的图片，可能已经计费。请更换提示词或模型后重试。",
            "The upstream's answer holds no usable picture; it may have been billed. Try another prompt or model."),
    NOT_STORED(
            NextStep.CHECK_BILL,
            "上游已经回答，但服务器磁盘写不下（空间或权限），图片没有保住，可能已经计费。请先清理磁盘，再重试。",
            "The upstream answered, but the server's disk did not take it (space or permissions). The picture is lost and may"
                    + " have been billed. Make room before trying again."),
    DOWNLOAD_FAILED(
            NextStep.RETRY,
            "图片已经生成，但下载失败。请尽快重试：重试只会重新下载，不会再次计费。",
            "The picture was made, but it could not be downloaded. Retry soon: that only downloads it again and costs nothing."),
    CANCELED(NextStep.NONE, "任务已取消。", "The task was canceled.");

    private final NextStep nextStep;
    private final String zh;
    private final String en;

    FailureCode(NextStep nextStep, String zh, String en) {
        this.nextStep = nextStep;
        this.zh = zh;
        this.en = en;
    }

    /** The code in answers, stable: {@code prompt_blocked}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public NextStep nextStep() {
        return nextStep;
    }

    /** What happened and what to do next, for people. */
    public String message(boolean english) {
        return english ? en : zh;
    }

    UpstreamException failure(Outcome outcome, @Nullable Throwable cause) {
        return new UpstreamException(this, outcome, Told.NOTHING, cause);
    }
}
