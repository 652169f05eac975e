package dev.hailstone.infra.web;

import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

import dev.hailstone.infra.persistence.IdempotencyKey;

/// Hands a command's idempotency key to the controller method that declares one.
final class IdempotencyKeyResolver implements HandlerMethodArgumentResolver {

    static final String HEADER = "Idempotency-Key";

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == IdempotencyKey.class;
    }

    @Override
    public Object resolveArgument(MethodParameter parameter, @Nullable ModelAndViewContainer container,
            NativeWebRequest request, @Nullable WebDataBinderFactory binders) {
        String value = request.getHeader(HEADER);
        if (value == null) {
            throw CommonProblem.IDEMPOTENCY_KEY_MISSING
                    .with("this command needs the header Idempotency-Key, a text of your choice that no other command has");
        }
        try {
            return new IdempotencyKey(value);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid(HEADER, String.valueOf(e.getMessage()));
        }
    }
}
