package dev.hailstone.infra.security;

import java.io.IOException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.web.filter.OncePerRequestFilter;

import dev.hailstone.infra.messaging.EndUser;

/// Lets what a request causes be done on its caller's behalf; where a module calls, on behalf of whom it names. A call of our
/// own to a remote module names them likewise.
final class ActingForCallers extends OncePerRequestFilter implements ClientHttpRequestInterceptor {

    static final String ON_BEHALF_OF = "On-Behalf-Of";

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try (EndUser.Scope _ = EndUser.as(endUser(request))) {
            chain.doFilter(request, response);
        }
    }

    private static @Nullable String endUser(HttpServletRequest request) {
        Caller caller = CurrentCaller.orNull();
        if (caller == null) {
            return null;
        }
        // Nobody else may say for whom they act.
        return caller.is(Role.MODULE) ? request.getHeader(ON_BEHALF_OF) : caller.subject();
    }

    @Override
    public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
            throws IOException {
        String user = EndUser.current();
        if (user != null) {
            request.getHeaders().set(ON_BEHALF_OF, user);
        }
        return execution.execute(request, body);
    }
}
