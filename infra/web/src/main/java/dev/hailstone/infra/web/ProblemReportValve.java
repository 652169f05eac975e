package dev.hailstone.infra.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/// Answers for requests that Tomcat refuses before any application sees them, instead of Tomcat's HTML page.
final class ProblemReportValve extends ErrorReportValve {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemReportValve.class);

    private final JsonMapper json;

    ProblemReportValve(JsonMapper json) {
        this.json = json;
    }

    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        CommonProblem problem = CommonProblem.of(status);
        byte[] body = json.writeValueAsString(problem.with(problem.meaning()).getBody())
                .getBytes(StandardCharsets.UTF_8);
        try {
            ProblemResponses.whenToRepeat(status)
                    .forEach((name, values) -> response.setHeader(name, values.getFirst()));
            response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
            response.setContentLength(body.length);
            response.getOutputStream().write(body);
        } catch (IOException | IllegalStateException e) {
            LOG.debug("the client did not wait for the answer", e);
        }
    }
}
