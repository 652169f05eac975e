package dev.hailstone.infra.web;

import java.io.Serial;
import java.net.URI;
import java.util.List;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.util.StringUtils;
import org.springframework.web.ErrorResponseException;

import dev.hailstone.infra.persistence.IdempotencyKey;

/// A refusal on its way to the client as a problem detail (RFC 9457). Thrown by controllers only; behind them, refusals
/// are values.
///
/// The type is the stable part: `urn:hailstone:problem:<name>`. `docs/problems.md` lists those that every endpoint shares.
public final class Problem extends ErrorResponseException {

    @Serial private static final long serialVersionUID = 1L;

    private Problem(HttpStatus status, ProblemDetail detail) {
        super(status, detail, null);
    }

    /// @param name the problem's stable name in kebab case; its type is `urn:hailstone:problem:<name>`
    /// @param detail what is wrong and what to do about it, for the reader of this one answer
    public static Problem of(HttpStatus status, String name, String detail) {
        ProblemDetail body = ProblemDetail.forStatusAndDetail(status, detail);
        body.setType(type(name));
        body.setTitle(StringUtils.capitalize(name.replace('-', ' ')));
        return new Problem(status, body);
    }

    /// A problem with one field of the request.
    ///
    /// @param field as the client wrote it: `pickup.latitude`
    /// @param reason beginning in lower case: `must be between -90 and 90 degrees, was 91.0`
    public static Problem invalid(String field, String reason) {
        return invalid(List.of(new FieldError(field, reason)));
    }

    /// A problem with several fields of the request.
    ///
    /// @param errors at least one
    public static Problem invalid(List<FieldError> errors) {
        FieldError first = errors.getFirst();
        String others = errors.size() == 1 ? "" : " (and %d more)".formatted(errors.size() - 1);
        return CommonProblem.INVALID_VALUE.with(first.field() + " " + first.reason() + others).with("errors", errors);
    }

    /// An id that nothing here has: 404, `unknown-<subject>`.
    ///
    /// @param subject what was looked for, in kebab case: `trip`
    public static Problem unknown(String subject, Object id) {
        return of(HttpStatus.NOT_FOUND, "unknown-" + subject,
                "there is no %s %s".formatted(subject.replace('-', ' '), id));
    }

    /// A request that is not valid HTTP, or not one that this server understands: 400, `bad-request`.
    public static Problem badRequest(String detail) {
        return CommonProblem.BAD_REQUEST.with(detail);
    }

    /// A request that comes without a token, or with one that is not valid here: 401, `unauthenticated`.
    public static Problem unauthenticated(String detail) {
        return CommonProblem.UNAUTHENTICATED.with(detail);
    }

    /// An endpoint that is not for callers of this role: 403, `forbidden`.
    public static Problem forbidden(String detail) {
        return CommonProblem.FORBIDDEN.with(detail);
    }

    /// Something that belongs to somebody else than the caller: 403, `not-yours`.
    public static Problem notYours(String detail) {
        return CommonProblem.NOT_YOURS.with(detail);
    }

    /// A caller who asks more often than one may: 429, `too-many-requests`.
    public static Problem tooManyRequests(String detail) {
        return CommonProblem.TOO_MANY_REQUESTS.with(detail);
    }

    /// Something of ours that cannot be reached now: 503, `unavailable`.
    public static Problem unavailable(String detail) {
        return CommonProblem.UNAVAILABLE.with(detail);
    }

    /// A command that the subject's present state does not allow: 409, `wrong-state`.
    public static Problem wrongState(String detail) {
        return CommonProblem.WRONG_STATE.with(detail);
    }

    /// An idempotency key that belongs to another command: 422, `idempotency-key-reused`.
    public static Problem keyReused(IdempotencyKey key) {
        return CommonProblem.IDEMPOTENCY_KEY_REUSED
                .with("the key '%s' was used for another command; send a new key with a new command"
                        .formatted(key.value()));
    }

    /// Adds an extension member.
    public Problem with(String member, Object value) {
        getBody().setProperty(member, value);
        return this;
    }

    static URI type(String name) {
        return URI.create("urn:hailstone:problem:" + name);
    }

    /// One field that is wrong, and why.
    public record FieldError(String field, String reason) {}
}
