package dev.hailstone.infra.security;

import java.io.IOException;
import java.time.Duration;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

import dev.hailstone.infra.web.Problem;
import dev.hailstone.infra.web.ProblemResponses;

/// Lets each caller ask so often and no oftener. Every process counts for itself.
final class LimitingRates extends OncePerRequestFilter {

    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(10);
    private static final long NANOS_OF_A_SECOND = 1_000_000_000;

    private final SecuritySettings.RateLimit limit;
    private final ProblemResponses responses;
    private final Cache<String, Bucket> buckets;

    LimitingRates(SecuritySettings.RateLimit limit, ProblemResponses responses) {
        this.limit = limit;
        this.responses = responses;
        this.buckets = Caffeine.newBuilder()
                .maximumSize(limit.callers())
                .expireAfterAccess(FORGOTTEN_AFTER)
                .executor(Runnable::run)
                .build();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Caller caller = CurrentCaller.orNull();
        if (caller == null || caller.seesAll() || limit.perSecond() == 0) {
            chain.doFilter(request, response);
            return;
        }
        ConsumptionProbe asked = buckets.get(caller.subject(), _ -> full()).tryConsumeAndReturnRemaining(1);
        if (asked.isConsumed()) {
            chain.doFilter(request, response);
            return;
        }
        long seconds = Math.ceilDiv(asked.getNanosToWaitForRefill(), NANOS_OF_A_SECOND);
        response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, seconds)));
        responses.write(Problem.tooManyRequests("%s asks more than %d times a second; go on in %d s"
                .formatted(caller.subject(), limit.perSecond(), Math.max(1, seconds))), request, response);
    }

    private Bucket full() {
        return Bucket.builder()
                .addLimit(rate -> rate.capacity(limit.burst())
                        .refillGreedy(limit.perSecond(), Duration.ofSeconds(1)))
                .build();
    }
}
