package dev.hailstone.infra.web;

import java.util.Locale;

import org.springframework.http.HttpStatus;

/// The problems that every endpoint may answer with. Their names never change; `docs/problems.md` is checked against them.
enum CommonProblem {

    BAD_REQUEST(HttpStatus.BAD_REQUEST, "The request is not valid HTTP, or not one that this server understands."),
    MALFORMED_BODY(HttpStatus.BAD_REQUEST, "The body is missing or not JSON; `detail` tells line and column."),
    INVALID_VALUE(HttpStatus.BAD_REQUEST,
            "A value is missing, of the wrong kind or out of range; `errors` tells fields and reasons."),
    IDEMPOTENCY_KEY_MISSING(HttpStatus.BAD_REQUEST, "The command needs the header `Idempotency-Key`."),
    UNAUTHENTICATED(HttpStatus.UNAUTHORIZED,
            "The request carries no token that is valid here; the header `WWW-Authenticate` tells what is wrong with it."),
    FORBIDDEN(HttpStatus.FORBIDDEN, "The endpoint is not for callers of this role."),
    NOT_YOURS(HttpStatus.FORBIDDEN, "What the request is about belongs to somebody else than the caller."),
    NOT_FOUND(HttpStatus.NOT_FOUND, "No endpoint has this path."),
    METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED,
            "The path has endpoints, but none for this method; the header `Allow` tells which."),
    NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE, "The endpoint answers in none of the media types in `Accept`."),
    BODY_TOO_SLOW(HttpStatus.REQUEST_TIMEOUT, "The body takes longer than `hailstone.web.max-body-time`."),
    WRONG_STATE(HttpStatus.CONFLICT, "The subject exists, but its present state does not allow the command."),
    CONCURRENT_CHANGE(HttpStatus.CONFLICT, "Somebody else changed the same thing meanwhile. Look again, then repeat."),
    BODY_TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "The body is larger than `hailstone.web.max-body-size`."),
    UNSUPPORTED_MEDIA_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The endpoint does not read this `Content-Type`."),
    IDEMPOTENCY_KEY_REUSED(HttpStatus.UNPROCESSABLE_CONTENT, "The key belongs to another command."),
    TOO_MANY_REQUESTS(HttpStatus.TOO_MANY_REQUESTS,
            "The caller asks more often than one may. Repeat after `Retry-After` seconds, with the same idempotency key."),
    INTERNAL_ERROR(HttpStatus.INTERNAL_SERVER_ERROR, "A fault of ours; `errorId` finds it in the log."),
    UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE,
            "The database, another module or the issuer of tokens cannot be reached now, or is too busy. Repeat after "
                    + "`Retry-After` seconds, with the same idempotency key.");

    private final HttpStatus status;
    private final String meaning;

    CommonProblem(HttpStatus status, String meaning) {
        this.status = status;
        this.meaning = meaning;
    }

    /// The problem of an answer with a status for which nothing more is known.
    static CommonProblem of(int status) {
        for (CommonProblem problem : new CommonProblem[]{UNAUTHENTICATED, FORBIDDEN, NOT_FOUND, METHOD_NOT_ALLOWED,
                NOT_ACCEPTABLE, BODY_TOO_SLOW, BODY_TOO_LARGE,
                UNSUPPORTED_MEDIA_TYPE, TOO_MANY_REQUESTS, UNAVAILABLE}) {
            if (problem.status.value() == status) {
                return problem;
            }
        }
        return status < 500 ? BAD_REQUEST : INTERNAL_ERROR;
    }

    Problem with(String detail) {
        return Problem.of(status, id(), detail);
    }

    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    HttpStatus status() {
        return status;
    }

    String meaning() {
        return meaning;
    }
}
