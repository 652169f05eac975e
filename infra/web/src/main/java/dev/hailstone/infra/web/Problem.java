package dev.hailstone.infra.web;

import java.io.Serial;
import java.net.URI;
import java.util.List;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/// A refusal on its way to the client as a problem detail (RFC 9457). Thrown by controllers only; behind them, refusals
/// are values.
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
        return new Problem(status, body);
    }

    /// A problem with one field of the request.
    ///
    /// @param field as the client wrote it: `pickup.latitude`
    /// @param reason beginning in lower case: `must be between -90 and 90 degrees, was 91.0`
    public static Problem invalid(String field, String reason) {
        return of(HttpStatus.BAD_REQUEST, "invalid-value", field + " " + reason)
                .with("errors", List.of(new FieldError(field, reason)));
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
