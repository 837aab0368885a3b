package studio.upstream;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The closed set of ways in which an upstream keeps a picture away, each with its sentences: what happened, and what to do
 * next. Adapters map what their provider says to these and keep the provider's own words beside ({@link Told}). Whatever else
 * follows from a failure is a property of its code and stands here alone; only whether it is sent again is its {@link Outcome}.
 */
@RegisterForReflection
public enum FailureCode {
    UNREACHABLE(
            NextStep.CHECK_ENDPOINT,
            "连接不上上游服务器，请求没有发出，不会计费。请检查接口地址和网络。",
            "The upstream cannot be reached; nothing was sent and nothing is billed. Check the endpoint address and the"
                    + " network.",
            Trait.FREE,
            Trait.SAME_FOR_ALL),
    TLS_FAILED(
            NextStep.CHECK_ENDPOINT,
            "与上游建立加密连接失败，请求没有发出，不会计费。请检查接口地址是否为 https，以及对方证书是否有效。",
            "The encrypted connection to the upstream failed; nothing was sent and nothing is billed. Check that the"
                    + " address is right and its certificate is valid.",
            Trait.FREE,
            Trait.SAME_FOR_ALL),
    ORIGIN_DOWN(
            NextStep.RETRY_LATER,
            "上游网站的源站连不上（由它前面的 Cloudflare 代答），请求没有到达上游，不会计费。请稍后再试，或检查接口地址。",
            "The server behind the upstream's Cloudflare does not answer; the request never reached it and nothing is"
                    + " billed. Try again later, or check the endpoint address.",
            Trait.FREE,
            Trait.SAME_FOR_ALL),
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
            NextStep.CHECK_BILL,
            "上游的回答无法识别或已损坏，可能已经计费。请先到上游后台核对，再决定是否重试。",
            "The upstream's answer cannot be read or is damaged; it may have been billed: check the upstream's usage page before"
                    + " trying again."),
    BAD_REQUEST(
            NextStep.CHANGE_REQUEST,
            "上游不接受这次请求的参数。请按上游的说明调整后再试。",
            "The upstream does not accept this request. Change it as the upstream's words say, then try again.",
            Trait.SAME_FOR_ALL),
    BAD_KEY(
            NextStep.CHECK_KEY,
            "上游拒绝了 API 密钥。请在设置里检查或更换密钥。",
            "The upstream refused the API key. Check or replace the key in the settings.",
            Trait.FREE,
            Trait.SAME_FOR_ALL),
    INSUFFICIENT_BALANCE(
            NextStep.TOP_UP,
            "上游账户余额或额度不足。请充值或提高额度后再试。",
            "The upstream account has no credit or quota left. Top it up or raise the limit, then try again.",
            Trait.FREE,
            Trait.SAME_FOR_ALL),
    NO_ACCESS(
            NextStep.CHECK_KEY,
            "这个密钥没有权限使用该模型或接口。请检查密钥权限，或换一个模型。",
            "This key may not use the model or endpoint. Check the key's permissions or choose another model.",
            Trait.FREE,
            Trait.SAME_FOR_ALL),
    PROMPT_BLOCKED(
            NextStep.CHANGE_PROMPT,
            "提示词或参考图被上游的安全审核拦下。请修改内容后再试。",
            "The upstream's safety check refused the prompt or a reference picture. Change them, then try again.",
            Trait.REFUSAL,
            Trait.SAME_FOR_ALL),
    IMAGE_BLOCKED(
            NextStep.CHANGE_PROMPT,
            "生成的图片被上游的安全审核拦下。请修改提示词后再试。",
            "The upstream's safety check withheld the picture. Change the prompt, then try again.",
            Trait.REFUSAL,
            Trait.WORK_DONE),
    MODEL_NOT_FOUND(
            NextStep.CHANGE_MODEL,
            "上游没有这个模型，或接口地址不对。请检查模型名和接口地址。",
            "The upstream does not know this model, or the address is wrong. Check the model's name and the endpoint.",
            Trait.FREE,
            Trait.SAME_FOR_ALL),
    TOO_LARGE(
            NextStep.CHANGE_REQUEST,
            "请求太大，上游不接收。请减少或缩小参考图。",
            "The request is too large for the upstream. Use fewer or smaller reference pictures.",
            Trait.SAME_FOR_ALL),
    RATE_LIMITED(
            NextStep.RETRY_LATER,
            "上游限制了请求的次数或频率。请稍后再试。",
            "The upstream is limiting requests. Wait a while, then try again."),
    OVERLOADED(
            NextStep.RETRY_LATER,
            "上游正忙，这次没有出图。请稍后再试，或换一个模型。",
            "The upstream is overloaded and made no picture. Try again later or choose another model."),
    UPSTREAM_ERROR(
            NextStep.CHECK_BILL,
            "上游内部出错。图片可能已经生成并计费，请先到上游后台核对，再决定是否重试。",
            "The upstream failed. The picture may have been made and billed: check the upstream's usage page before"
                    + " trying again."),
    FAILED_UNBILLED(
            NextStep.RETRY,
            "上游没有完成这次请求，失败的请求不计费。可以直接重试。",
            "The upstream did not complete the request; failed requests are not billed here. Try again.",
            Trait.FREE),
    NO_IMAGE(
            NextStep.CHANGE_PROMPT,
            "上游的回答里没有图片，可能已经计费。请把提示词写得更明确，或换一个能出图的模型。",
            "The upstream answered without a picture; it may have been billed. Make the prompt clearer or choose a model"
                    + " that makes pictures.",
            Trait.REFUSAL,
            Trait.WORK_DONE),
    PICTURE_DROPPED(
            NextStep.CHECK_ENDPOINT,
            "上游计了出图的用量，回答里却没有图片，多半是中转把图片丢了，可能已经计费。请在设置里换一种协议，或换一个接口。",
            "A picture's output was counted, but the answer has none: the relay seems to have dropped it. It may have been"
                    + " billed. Try another protocol in the settings, or another endpoint.",
            Trait.REFUSAL,
            Trait.WORK_DONE,
            Trait.SAME_FOR_ALL),
    ASYNC_UNSUPPORTED(
            NextStep.CHECK_BILL,
            "上游以异步方式工作（只回了任务编号），这里不支持。图片可能仍会生成并计费。请关闭上游的异步方式，或换一个 API 配置。",
            "The upstream works asynchronously, which is not supported: it answered with a task's id. The picture may still be"
                    + " made and billed. Switch that off at the upstream, or use another API config.",
            Trait.WORK_DONE,
            Trait.SAME_FOR_ALL),
    TRUNCATED(
            NextStep.CHANGE_PROMPT,
            "上游在出图之前就达到了输出长度上限，可能已经计费。请缩短提示词或换一个模型。",
            "The upstream reached its output limit before the picture; it may have been billed. Shorten the prompt or"
                    + " choose another model.",
            Trait.REFUSAL,
            Trait.WORK_DONE),
    WRONG_PATH(
            NextStep.CHECK_ENDPOINT,
            "服务器可以连接，但这个地址不是模型接口，或把请求转到了别处。请检查接口地址（通常以 /v1 结尾）；有跳转地址时，请改用它。",
            "The server answers, but not as a model API, or it sends the request elsewhere. Check the endpoint address (it"
                    + " usually ends in /v1); where a target is told, enter that.",
            Trait.FREE,
            Trait.SAME_FOR_ALL),
    PAGE_ANSWERED(
            NextStep.CHECK_ENDPOINT,
            "回答的是网页或网关的一句话，不是模型接口：可能是防护、防火墙或登录页。请求没有处理，不会计费。请检查接口地址，或请对方放行本服务器的 IP。",
            "A web page or a gateway's line answered instead of the model API, perhaps of a firewall or a sign-in; nothing was"
                    + " processed or billed. Check the endpoint address, or have this server's IP address let through.",
            Trait.FREE,
            Trait.SAME_FOR_ALL),
    FEWER_PICTURES(
            NextStep.NONE,
            "上游给出的图片比要求的少，收到的都已保存。",
            "The upstream made fewer pictures than were asked for; all that came are kept."),
    UNUSABLE_IMAGE(
            NextStep.CHANGE_MODEL,
            "上游返回的内容不是可用的图片，可能已经计费。请更换提示词或模型后重试。",
            "The upstream's answer holds no usable picture; it may have been billed. Try another prompt or model.",
            Trait.REFUSAL,
            Trait.WORK_DONE),
    NOT_STORED(
            NextStep.CHECK_BILL,
            "上游已经回答，但服务器磁盘写不下（空间或权限），图片没有保住，可能已经计费。请先清理磁盘，再重试。",
            "The upstream answered, but the server's disk did not take it (space or permissions). It is lost, and may have been"
                    + " billed. Make room before trying again.",
            Trait.WORK_DONE),
    DOWNLOAD_FAILED(
            NextStep.RETRY,
            "图片已经生成，但下载失败。请尽快重试：重试只会重新下载，不会再次计费。",
            "The picture was made, but it could not be downloaded. Retry soon: that only downloads it again and costs nothing.",
            Trait.KEEPS_ANSWER),
    RESULT_PENDING(
            NextStep.RETRY,
            "上游已接受任务，但结果还没有取到（可能仍在生成）。重试只会继续查询结果，不会再次提交，也不会再次计费。",
            "The upstream accepted the work, but its result is not there yet. A retry only asks for the result again; nothing is"
                    + " submitted or billed a second time.",
            Trait.KEEPS_ANSWER),
    RESULT_EXPIRED(
            NextStep.CHECK_BILL,
            "上游已接受任务，但现在查不到它（可能已过期），图片取不回来，可能已经计费。请先到上游后台核对，再决定是否重试：重试会重新提交。",
            "The upstream accepted the work and does not know it any more; the picture cannot be had and may have been billed."
                    + " Check the upstream's usage page first: a retry submits it again.",
            Trait.WORK_DONE),
    CANCELED(NextStep.NONE, "任务已取消。", "The task was canceled.", Trait.SAME_FOR_ALL);

    /** What a code means beyond its sentences. */
    private enum Trait {
        /** Nothing is billed, with whatever status it was told. */
        FREE,
        /** It says something of the account, the address or the request: a further call of the same task would fail alike. */
        SAME_FOR_ALL,
        /** The upstream took the request and gave no picture: 422 instead of 502. */
        REFUSAL,
        /** An answer came, so that work was done, and yet no picture is kept of it. */
        WORK_DONE,
        /** What came is kept: a retry asks for nothing that is paid for. */
        KEEPS_ANSWER
    }

    private final NextStep nextStep;
    private final String zh;
    private final String en;

    @SuppressWarnings("ImmutableEnumChecker") // it is what Set.of gives
    private final Set<Trait> traits;

    FailureCode(NextStep nextStep, String zh, String en, Trait... traits) {
        this.nextStep = nextStep;
        this.zh = zh;
        this.en = en;
        this.traits = Set.of(traits);
    }

    /** The code of that {@link #wire() name in answers}; empty for codes that are not an upstream's. */
    public static Optional<FailureCode> find(String wire) {
        return Stream.of(values()).filter(code -> code.wire().equals(wire)).findFirst();
    }

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public NextStep nextStep() {
        return nextStep;
    }

    public String message(boolean english) {
        return english ? en : zh;
    }

    public int httpStatus() {
        return this == NOT_STORED ? 507 : traits.contains(Trait.REFUSAL) ? 422 : 502;
    }

    public boolean neverBilled() {
        return traits.contains(Trait.FREE);
    }

    public boolean workWasDone() {
        return traits.contains(Trait.WORK_DONE);
    }

    public boolean sameForAllCalls() {
        return traits.contains(Trait.SAME_FOR_ALL);
    }

    public boolean keepsAnswer() {
        return traits.contains(Trait.KEEPS_ANSWER);
    }

    UpstreamException failure(Outcome outcome, @Nullable Throwable cause) {
        return new UpstreamException(this, outcome, Told.NOTHING, cause);
    }
}
