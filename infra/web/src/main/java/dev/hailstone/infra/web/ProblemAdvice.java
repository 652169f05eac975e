package dev.hailstone.infra.web;

import java.time.DateTimeException;
import java.util.List;
import java.util.Set;

import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.ConversionNotSupportedException;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.http.converter.HttpMessageNotWritableException;
import org.springframework.validation.FieldError;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.MissingPathVariableException;
import org.springframework.web.bind.MissingRequestHeaderException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.ServletRequestBindingException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.client.HttpServerErrorException;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import tools.jackson.databind.json.JsonMapper;

import dev.hailstone.kernel.InvalidValueException;

/// Turns whatever a request ends with, if not an answer, into a problem detail.
///
/// A client learns what it can do something about, never what we are made of: no class names, no SQL, no stack trace.
@RestControllerAdvice
class ProblemAdvice extends ResponseEntityExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    private final ProblemResponses responses;

    ProblemAdvice(JsonMapper json) {
        this.responses = new ProblemResponses(json);
    }

    @ExceptionHandler
    ResponseEntity<Object> refuse(InvalidValueException refusal, WebRequest request) {
        return respond(Problem.invalid(refusal.field(), refusal.reason()), request);
    }

    /// Tomcat reads the parameters when somebody first asks for one.
    @ExceptionHandler
    ResponseEntity<Object> refuse(InvalidParameterException refusal, WebRequest request) {
        return respond(CommonProblem.BAD_REQUEST.with("the parameters cannot be read, or are too many"), request);
    }

    /// A time that no calendar of ours reaches.
    @ExceptionHandler
    ResponseEntity<Object> outOfRange(DateTimeException failure, WebRequest request) {
        return outOfRange((Exception) failure, request);
    }

    @ExceptionHandler
    ResponseEntity<Object> unavailable(ResourceAccessException failure, WebRequest request) {
        return unavailable(failure, "another part of the system cannot be reached now", request);
    }

    @ExceptionHandler
    ResponseEntity<Object> unavailable(HttpServerErrorException.ServiceUnavailable failure, WebRequest request) {
        return unavailable(failure, "another part of the system is not available now", request);
    }

    @ExceptionHandler
    ResponseEntity<Object> explain(Exception failure, WebRequest request) {
        return switch (DatabaseTrouble.of(failure)) {
            case RACE -> {
                LOG.debug("lost a race at {}", describe(request), failure);
                yield respond(CommonProblem.CONCURRENT_CHANGE
                        .with("somebody else changed the same thing meanwhile; look again, then repeat"), request);
            }
            case AWAY -> unavailable(failure, "the database cannot be reached now, or is too busy", request);
            case VALUE -> outOfRange(failure, request);
            case NONE -> fail(failure, request);
        };
    }

    /// The net below the checks of our types, which know the field. It is logged, for a fault of ours may look the same.
    private ResponseEntity<Object> outOfRange(Exception failure, WebRequest request) {
        LOG.warn("a value is out of range at {}", describe(request), failure);
        return respond(Problem.invalid("request", "must have no character U+0000 and no value out of range"), request);
    }

    private ResponseEntity<Object> unavailable(Exception failure, String detail, WebRequest request) {
        LOG.warn("unavailable at {}: {}", describe(request), failure.toString());
        return respond(CommonProblem.UNAVAILABLE.with(detail), request);
    }

    private ResponseEntity<Object> fail(Exception failure, WebRequest request) {
        String errorId = ErrorIds.next();
        LOG.error("error {} at {}", errorId, describe(request), failure);
        return respond(ErrorIds.problem(errorId), request);
    }

    @Override
    protected ResponseEntity<Object> handleHttpMessageNotReadable(HttpMessageNotReadableException failure,
            HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return respond(UnreadableBodies.explain(failure.getCause()), request);
    }

    @Override
    protected ResponseEntity<Object> handleHttpMessageNotWritable(HttpMessageNotWritableException failure,
            HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return fail(failure, request);
    }

    @Override
    protected ResponseEntity<Object> handleTypeMismatch(TypeMismatchException failure, HttpHeaders headers,
            HttpStatusCode status, WebRequest request) {
        String name = failure instanceof MethodArgumentTypeMismatchException argument
                ? argument.getName()
                : failure.getPropertyName();
        return respond(Problem.invalid(name == null ? "value" : name, reason(failure)), request);
    }

    @Override
    protected ResponseEntity<Object> handleConversionNotSupported(ConversionNotSupportedException failure,
            HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return fail(failure, request);
    }

    @Override
    protected ResponseEntity<Object> handleMissingPathVariable(MissingPathVariableException failure,
            HttpHeaders headers,
            HttpStatusCode status, WebRequest request) {
        return fail(failure, request);
    }

    @Override
    protected ResponseEntity<Object> handleMissingServletRequestParameter(
            MissingServletRequestParameterException failure, HttpHeaders headers, HttpStatusCode status,
            WebRequest request) {
        return respond(Problem.invalid(failure.getParameterName(), "is required"), request);
    }

    @Override
    protected ResponseEntity<Object> handleServletRequestBindingException(ServletRequestBindingException failure,
            HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        if (failure instanceof MissingRequestHeaderException header) {
            return respond(Problem.invalid(header.getHeaderName(), "is required"), request);
        }
        return respond(CommonProblem.BAD_REQUEST.with("the request lacks something that the endpoint needs"), request);
    }

    @Override
    protected ResponseEntity<Object> handleMethodArgumentNotValid(MethodArgumentNotValidException failure,
            HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        List<Problem.FieldError> errors = failure.getFieldErrors()
                .stream()
                .map(error -> new Problem.FieldError(error.getField(), reason(error)))
                .toList();
        return respond(errors.isEmpty() ? Problem.invalid("body", "is not valid") : Problem.invalid(errors), request);
    }

    @Override
    protected ResponseEntity<Object> handleHandlerMethodValidationException(HandlerMethodValidationException failure,
            HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        List<Problem.FieldError> errors = failure.getParameterValidationResults()
                .stream()
                .flatMap(result -> result.getResolvableErrors()
                        .stream()
                        .map(error -> new Problem.FieldError(
                                String.valueOf(result.getMethodParameter().getParameterName()),
                                String.valueOf(error.getDefaultMessage()))))
                .toList();
        return respond(errors.isEmpty() ? Problem.invalid("value", "is not valid") : Problem.invalid(errors), request);
    }

    @Override
    protected ResponseEntity<Object> handleNoResourceFoundException(NoResourceFoundException failure,
            HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return notFound(request);
    }

    @Override
    protected ResponseEntity<Object> handleNoHandlerFoundException(NoHandlerFoundException failure, HttpHeaders headers,
            HttpStatusCode status, WebRequest request) {
        return notFound(request);
    }

    @Override
    protected ResponseEntity<Object> handleHttpRequestMethodNotSupported(HttpRequestMethodNotSupportedException failure,
            HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        Set<HttpMethod> supported = failure.getSupportedHttpMethods();
        String allowed = supported == null ? "" : "; it takes " + supported;
        return respond(CommonProblem.METHOD_NOT_ALLOWED
                .with("this path does not take %s%s".formatted(failure.getMethod(), allowed)), headers, request);
    }

    @Override
    protected ResponseEntity<Object> handleHttpMediaTypeNotSupported(HttpMediaTypeNotSupportedException failure,
            HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        // Without a content type, the one that was sent is none, also for an endpoint that reads others than JSON.
        String detail = failure.getContentType() == null
                ? "the content type is none: it has to have the form type/subtype"
                : "this endpoint reads " + MediaType.APPLICATION_JSON;
        return respond(CommonProblem.UNSUPPORTED_MEDIA_TYPE.with(detail), headers, request);
    }

    @Override
    protected ResponseEntity<Object> handleHttpMediaTypeNotAcceptable(HttpMediaTypeNotAcceptableException failure,
            HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return respond(CommonProblem.NOT_ACCEPTABLE.with("this endpoint answers in " + MediaType.APPLICATION_JSON),
                headers, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleErrorResponseException(ErrorResponseException failure,
            HttpHeaders headers,
            HttpStatusCode status, WebRequest request) {
        return failure instanceof Problem problem
                ? respond(problem, headers, request)
                : super.handleErrorResponseException(failure, headers, status, request);
    }

    /// Everything of Spring's that no method above has given a type of ours.
    @Override
    protected ResponseEntity<Object> createResponseEntity(@Nullable Object body, HttpHeaders headers,
            HttpStatusCode status, WebRequest request) {
        if (body instanceof ProblemDetail detail && detail.getType() != null
                && detail.getType().toString().startsWith("urn:hailstone:")) {
            HttpHeaders all = new HttpHeaders(headers);
            // Named outright, so that a client that accepts images only is told too.
            all.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
            all.putAll(ProblemResponses.whenToRepeat(status.value()));
            Object answer = request instanceof ServletWebRequest servlet
                    ? responses.about(servlet.getRequest().getRequestURI(), detail)
                    : detail;
            return new ResponseEntity<>(answer, all, status);
        }
        CommonProblem problem = CommonProblem.of(status.value());
        ProblemDetail typed = problem.with(problem.meaning()).getBody();
        typed.setStatus(status.value());
        return createResponseEntity(typed, headers, status, request);
    }

    private ResponseEntity<Object> notFound(WebRequest request) {
        return respond(CommonProblem.NOT_FOUND.with("no endpoint has this path; /v3/api-docs lists them all"), request);
    }

    private ResponseEntity<Object> respond(Problem problem, WebRequest request) {
        return respond(problem, HttpHeaders.EMPTY, request);
    }

    private ResponseEntity<Object> respond(Problem problem, HttpHeaders headers, WebRequest request) {
        return createResponseEntity(problem.getBody(), headers, problem.getStatusCode(), request);
    }

    private static String reason(FieldError error) {
        return error.isBindingFailure() && error.contains(TypeMismatchException.class)
                ? reason(error.unwrap(TypeMismatchException.class))
                : String.valueOf(error.getDefaultMessage());
    }

    private static String reason(TypeMismatchException failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidValueException refusal) {
                return refusal.reason();
            }
        }
        return "must be %s, was %s".formatted(ValueKinds.of(failure.getRequiredType()),
                InvalidValueException.quote(String.valueOf(failure.getValue())));
    }

    private static String describe(WebRequest request) {
        return request instanceof ServletWebRequest servlet
                ? servlet.getHttpMethod() + " " + servlet.getRequest().getRequestURI()
                : request.getDescription(false);
    }
}
