package dev.hailstone.infra.web;

import java.util.List;
import java.util.Set;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.accept.ContentNegotiationStrategy;
import org.springframework.web.accept.HeaderContentNegotiationStrategy;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/// Refuses a command whose answer its caller could not read, before it is carried out: found out when the answer is written,
/// a 406 would be told of what has been done. An endpoint that declares what it produces was only chosen because it is acceptable.
final class ReadableAnswers implements HandlerInterceptor {

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final List<MediaType> WRITTEN = List.of(MediaType.APPLICATION_JSON,
            new MediaType("application", "*+json"));

    private final ContentNegotiationStrategy accepted = new HeaderContentNegotiationStrategy();

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws HttpMediaTypeNotAcceptableException {
        if (handler instanceof HandlerMethod endpoint && !endpoint.isVoid() && !READING.contains(request.getMethod())
                && !isReadable(request) && !declaresWhatItProduces(endpoint)) {
            throw new HttpMediaTypeNotAcceptableException(List.of(MediaType.APPLICATION_JSON));
        }
        return true;
    }

    private static boolean declaresWhatItProduces(HandlerMethod endpoint) {
        RequestMapping mapping = endpoint.getMethodAnnotation(RequestMapping.class);
        return mapping != null && mapping.produces().length > 0;
    }

    private boolean isReadable(HttpServletRequest request) throws HttpMediaTypeNotAcceptableException {
        return accepted.resolveMediaTypes(new ServletWebRequest(request))
                .stream()
                .anyMatch(type -> WRITTEN.stream().anyMatch(type::isCompatibleWith));
    }
}
