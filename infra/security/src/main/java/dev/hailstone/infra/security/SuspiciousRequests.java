package dev.hailstone.infra.security;

import java.io.IOException;
import java.util.Collections;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

import dev.hailstone.infra.web.Problem;
import dev.hailstone.infra.web.ProblemResponses;

/// Answers for what the firewall does not let through: a URL at once, a header or a parameter when somebody reads it, be it a
/// filter or an endpoint.
@Order(Ordered.HIGHEST_PRECEDENCE)
final class SuspiciousRequests implements RequestRejectedHandler, HandlerExceptionResolver {

    private static final Logger LOG = LoggerFactory.getLogger(SuspiciousRequests.class);

    private final ProblemResponses responses;

    SuspiciousRequests(ProblemResponses responses) {
        this.responses = responses;
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, RequestRejectedException rejection)
            throws IOException {
        responses.write(Problem.badRequest("this server does not take such a URL or header"), request, response);
    }

    @Override
    public @Nullable ModelAndView resolveException(HttpServletRequest request, HttpServletResponse response,
            @Nullable Object handler, Exception failure) {
        if (!(failure instanceof RequestRejectedException)) {
            return null;
        }
        try {
            responses.write(Problem.badRequest(refused(request) + " has a character that this server does not take"),
                    request, response);
        } catch (IOException e) {
            LOG.debug("the client did not wait for the answer", e);
        }
        return new ModelAndView();
    }

    /// What the request itself does not hand out, since an endpoint has the firewall's.
    private static String refused(HttpServletRequest request) {
        for (String name : Collections.list(request.getHeaderNames())) {
            try {
                Collections.list(request.getHeaders(name));
            } catch (RequestRejectedException _) {
                return "the header " + name;
            }
        }
        return "a parameter";
    }
}
