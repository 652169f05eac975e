package dev.hailstone.infra.security;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import com.github.benmanes.caffeine.cache.Ticker;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.JwkSetUriJwtDecoderBuilderCustomizer;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.web.client.RestTemplate;

/// Asks an issuer for their keys with the patience of a facade's client, for whoever brings a token that needs them waits
/// meanwhile, one after the other.
///
/// An issuer who has not answered in time is left alone for a while, in which those tokens are not waited for.
final class AskingIssuer implements JwkSetUriJwtDecoderBuilderCustomizer, ClientHttpRequestInterceptor {

    private static final Duration CONNECT = Duration.ofSeconds(1);
    private static final Duration READ = Duration.ofSeconds(2);
    private static final Duration REST = Duration.ofSeconds(5);

    private final Ticker ticker;
    private final AtomicReference<@Nullable Long> silentSince = new AtomicReference<>();

    AskingIssuer(Ticker ticker) {
        this.ticker = ticker;
    }

    @Override
    public void customize(NimbusJwtDecoder.JwkSetUriJwtDecoderBuilder builder) {
        SimpleClientHttpRequestFactory requests = new SimpleClientHttpRequestFactory();
        requests.setConnectTimeout(CONNECT);
        requests.setReadTimeout(READ);
        RestTemplate client = new RestTemplate(requests);
        client.getInterceptors().add(this);
        builder.restOperations(client);
    }

    @Override
    public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
            throws IOException {
        Long since = silentSince.get();
        if (since != null && ticker.read() - since < REST.toNanos()) {
            throw new IOException("The issuer has not answered a moment ago");
        }
        try {
            ClientHttpResponse answer = execution.execute(request, body);
            silentSince.set(null);
            return answer;
        } catch (SocketTimeoutException silent) {
            silentSince.set(ticker.read());
            throw silent;
        }
    }
}
