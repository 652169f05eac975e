package dev.hailstone.infra.security;

import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/// The caller of the request that this thread is busy with.
final class CurrentCaller {

    private CurrentCaller() {}

    static @Nullable Caller orNull() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication != null && authentication.getPrincipal() instanceof Caller caller ? caller : null;
    }

    /// @throws IllegalStateException where a request has come past the filters, which lets nobody in
    static Caller required() {
        Caller caller = orNull();
        if (caller == null) {
            throw new IllegalStateException("a request without a caller has reached an endpoint");
        }
        return caller;
    }
}
