package studio.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.CharConversionException;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;

/** Translates what frameworks throw into the studio's own failures. What it does not know is a 500 that says nothing. */
final class Failures {
    /** Headers of a framework's answer that describe the body we replace. */
    private static final Set<String> BODY_HEADERS = Set.of("content-type", "content-length", "content-encoding");

    private Failures() {}

    static ProblemException of(Throwable failure) {
        return switch (failure) {
            case ProblemException problem -> problem;
            case AuthenticationFailedException e -> unauthorized();
            case UnauthorizedException e -> unauthorized();
            case ForbiddenException e -> ofStatus(403);
            case TimeoutException e -> ofStatus(504).causedBy(e);
            case RejectedExecutionException e ->
                ofStatus(503).withHeader("Retry-After", "1").causedBy(e);
            case JsonProcessingException e -> JsonFailures.of(e);
            // Jackson's word for bytes that are no characters.
            case CharConversionException e -> JsonFailures.malformed(null);
            case WebApplicationException e -> ofJaxRs(e);
            default -> unexpected(failure);
        };
    }

    static ProblemException unauthorized() {
        return ofStatus(401).withHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    }

    static ProblemException tooLarge(long limit) {
        String readable = limit >= 1 << 20
                ? (limit >> 20) + " MiB"
                : limit >> 10 << 10 == limit ? (limit >> 10) + " KiB" : limit + " B";
        return ProblemException.of(
                413,
                "body_too_large",
                "请求体超过上限 " + readable,
                "The request body is larger than the limit of " + readable);
    }

    static ProblemException unexpected(Throwable cause) {
        return ofStatus(500).causedBy(cause);
    }

    private static ProblemException ofJaxRs(WebApplicationException e) {
        if (e.getCause() instanceof JsonProcessingException || e.getCause() instanceof CharConversionException) {
            return of(e.getCause());
        }
        Response answer = e.getResponse();
        ProblemException problem = ofStatus(answer.getStatus());
        for (var header : answer.getStringHeaders().entrySet()) {
            if (!BODY_HEADERS.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                problem = problem.withHeader(header.getKey(), String.join(", ", header.getValue()));
            }
        }
        return problem.status() >= 500 ? problem.causedBy(e) : problem;
    }

    /** The studio's words for a bare status. */
    static ProblemException ofStatus(int status) {
        return switch (status) {
            case 400 -> say(400, "invalid_request", "请求无效", "The request is not valid");
            case 401 -> say(401, "unauthorized", "请先登录，或登录已过期", "Sign in first, or your sign-in has expired");
            case 403 -> say(403, "forbidden", "没有权限", "This is not allowed");
            case 404 -> say(404, "not_found", "没有找到", "There is nothing here");
            case 405 -> say(405, "method_not_allowed", "此地址不支持该请求方法", "This address does not support that method");
            case 406 -> say(406, "not_acceptable", "无法以所要求的格式回答", "None of the accepted formats can be served");
            case 408 -> say(408, "request_timeout", "请求超时", "The request took too long");
            case 413 -> say(413, "body_too_large", "请求体过大", "The request body is too large");
            case 414 -> say(414, "uri_too_long", "请求地址过长", "The address is too long");
            case 415 -> say(415, "unsupported_media_type", "不支持该请求体格式", "This format of the body is not supported");
            case 416 -> say(416, "range_not_satisfiable", "请求的范围无效", "The asked range cannot be served");
            case 431 -> say(431, "headers_too_large", "请求头过大", "The request headers are too large");
            case 503 ->
                say(503, "unavailable", "服务暂时不可用，请稍后重试", "The server cannot do this right now, try again later");
            case 504 -> say(504, "timeout", "处理超时，请稍后重试", "This took too long, try again later");
            default ->
                status >= 400 && status < 500
                        ? say(status, reason(status), "请求无法处理", "The request cannot be served")
                        : say(
                                status >= 400 ? status : 500,
                                "internal_error",
                                "服务器内部错误，请凭请求编号查看日志",
                                "Something went wrong in the server; the log tells more under this request id");
        };
    }

    static ProblemException say(int status, String code, String zh, String en) {
        return ProblemException.of(status, code, zh, en);
    }

    private static String reason(int status) {
        return HttpResponseStatus.valueOf(status)
                .reasonPhrase()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z]+", "_");
    }
}
