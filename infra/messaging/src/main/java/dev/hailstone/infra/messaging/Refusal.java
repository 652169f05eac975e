package dev.hailstone.infra.messaging;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

import dev.hailstone.kernel.InvalidValueException;

/// Why an operator's wish is not carried out: a problem detail (RFC 9457) of one of the types that `docs/problems.md` lists.
///
/// @param errors the fields that are wrong, null where none is
record Refusal(String type, String title, int status, String detail, @Nullable List<FieldError> errors) {

    private static final MimeType PROBLEM = MimeTypeUtils.parseMimeType("application/problem+json");
    private static final int STATUS_CONFLICT = 409;

    /// A value that is missing or none that can be used.
    ///
    /// @param rule what the field must be or do: `must be retry or discard`
    /// @param value as it was sent, null if it was not
    static Refusal unfit(String field, String rule, @Nullable String value) {
        String reason = rule + ", was " + (value == null ? "missing" : InvalidValueException.quote(value));
        return new Refusal("urn:hailstone:problem:invalid-value", "Invalid value",
                WebEndpointResponse.STATUS_BAD_REQUEST, field + " " + reason, List.of(new FieldError(field, reason)));
    }

    /// Something that does not exist under this name.
    ///
    /// @param subject in lower case: `subscription`
    static Refusal unknown(String subject, String detail) {
        return new Refusal("urn:hailstone:problem:unknown-" + subject.replace(' ', '-'), "Unknown " + subject,
                WebEndpointResponse.STATUS_NOT_FOUND, detail, null);
    }

    /// A path that leads nowhere.
    static Refusal notFound(String detail) {
        return new Refusal("urn:hailstone:problem:not-found", "Not found", WebEndpointResponse.STATUS_NOT_FOUND, detail,
                null);
    }

    /// Something whose present state does not allow the wish.
    static Refusal wrongState(String detail) {
        return new Refusal("urn:hailstone:problem:wrong-state", "Wrong state", STATUS_CONFLICT, detail, null);
    }

    WebEndpointResponse<Refusal> answer() {
        return new WebEndpointResponse<>(this, status, PROBLEM);
    }

    /// @param reason beginning in lower case
    record FieldError(String field, String reason) {}
}
