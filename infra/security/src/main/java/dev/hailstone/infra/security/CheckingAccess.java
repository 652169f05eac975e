package dev.hailstone.infra.security;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

import dev.hailstone.infra.web.Problem;

/// Asks the endpoint that a request has reached whether it is [open][OpenTo] to the caller, before anything is read.
final class CheckingAccess implements HandlerInterceptor {

    private static final Rule NOBODY = new Rule(Set.of(), "");

    private final Map<Method, Rule> rules = new ConcurrentHashMap<>();

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod endpoint && !tellsMethods(endpoint)) {
            rules.computeIfAbsent(endpoint.getMethod(), CheckingAccess::rule).check(request);
        }
        return true;
    }

    /// Spring's own answer to OPTIONS, of which nobody could say whom it is open to.
    private static boolean tellsMethods(HandlerMethod endpoint) {
        return endpoint.getBeanType().getNestHost() == RequestMappingInfoHandlerMapping.class;
    }

    private static Rule rule(Method endpoint) {
        OpenTo openTo = AnnotatedElementUtils.findMergedAnnotation(endpoint, OpenTo.class);
        return openTo == null ? NOBODY : new Rule(Set.of(openTo.value()), openTo.self());
    }

    private record Rule(Set<Role> roles, String self) {

        void check(HttpServletRequest request) {
            Caller caller = CurrentCaller.required();
            if (roles.isEmpty() || (!caller.is(Role.OPERATOR) && roles.stream().noneMatch(caller::is))) {
                throw Problem.forbidden(roles.isEmpty()
                        ? "this endpoint is open to nobody"
                        : "this endpoint is for %s, and %s is %s".formatted(names(roles), caller.subject(),
                                names(caller.roles())));
            }
            if (!self.isEmpty() && !caller.seesAll() && !caller.subject().equals(value(request))) {
                throw Problem.notYours("%s must be %s, who is asking".formatted(self, caller.subject()));
            }
        }

        private @Nullable String value(HttpServletRequest request) {
            Object path = request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
            if (path instanceof Map<?, ?> variables && variables.get(self) instanceof String variable) {
                return variable;
            }
            String[] values = request.getParameterValues(self);
            // Given twice, it would not be certain which of them counts.
            return values != null && values.length == 1 ? values[0] : null;
        }

        private static String names(Set<Role> roles) {
            return Arrays.stream(Role.values())
                    .filter(roles::contains)
                    .map(role -> role.name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(" or "));
        }
    }
}
