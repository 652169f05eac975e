package dev.hailstone.infra.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;

import io.swagger.v3.oas.annotations.Hidden;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Answers for what fails outside of Spring MVC, in filters and in the container, instead of an HTML page.
@Hidden
@RestController
class ProblemErrorController implements ErrorController {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemErrorController.class);

    private final ProblemResponses responses;

    ProblemErrorController(JsonMapper json) {
        this.responses = new ProblemResponses(json);
    }

    @RequestMapping("${spring.web.error.path:${error.path:/error}}")
    ResponseEntity<JsonNode> answer(HttpServletRequest request) {
        int status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code ? code : 404;
        ProblemDetail body = problem(status, request).getBody();
        body.setStatus(status);
        String path = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String failed
                ? failed
                : request.getRequestURI();
        return ResponseEntity.status(status)
                .headers(ProblemResponses.whenToRepeat(status))
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(responses.about(path, body));
    }

    private static Problem problem(int status, HttpServletRequest request) {
        CommonProblem problem = CommonProblem.of(status);
        if (problem != CommonProblem.INTERNAL_ERROR) {
            return problem.with(problem.meaning());
        }
        String errorId = ErrorIds.next();
        LOG.error("error {} at {} {}", errorId, request.getMethod(),
                request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI),
                (Throwable) request.getAttribute(RequestDispatcher.ERROR_EXCEPTION));
        return ErrorIds.problem(errorId);
    }
}
