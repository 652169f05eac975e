package dev.hailstone.infra.simulator;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;

/// A city that lives as long as the application, once that is ready, and talks to it over HTTP like anybody else.
final class DemoCity implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(DemoCity.class);

    private static final String CLIENT = "hailstone.simulator.client.";

    private final CitySettings settings;
    private final Environment environment;
    private @Nullable Thread thread;

    DemoCity(CitySettings settings, Environment environment) {
        this.settings = settings;
        this.environment = environment;
    }

    @EventListener
    synchronized void on(ApplicationReadyEvent ready) {
        String port = environment.getProperty("local.server.port");
        if (port != null && thread == null) {
            URI own = ownUrl(environment, port);
            thread = Workers.named("demo-city").start(() -> live(own));
        }
    }

    /// Where this application listens: on all addresses, localhost among them, unless it has been given one.
    static URI ownUrl(Environment environment, String port) {
        InetAddress address = Binder.get(environment).bind("server.address", InetAddress.class).orElse(null);
        String host = address == null || address.isAnyLocalAddress() ? "localhost" : address.getHostAddress();
        return URI.create("http://%s:%s%s".formatted(host.contains(":") ? "[" + host + "]" : host, port,
                environment.getProperty("server.servlet.context-path", "")));
    }

    private void live(URI server) {
        try (City city = new City(settings, new HailstoneApi(server, credentials(), Patience.endless()), LOG::info)) {
            city.live(Double.POSITIVE_INFINITY);
        } catch (StoppedException _) {
            LOG.info("The city goes to sleep");
        } catch (UnusableCredentialsException e) {
            LOG.error(
                    "The city gets no tokens. In a demo with an issuer of yours, hailstone.simulator.client.token-url, "
                            + ".id and .secret name a client of it with the role operator: {}",
                    e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("The city broke down", e);
        }
    }

    /// Nothing where the application issues tokens itself.
    private Credentials credentials() {
        String url = environment.getProperty(CLIENT + "token-url");
        return Credentials.of(null, url == null ? null : tokenUrl(url), environment.getProperty(CLIENT + "id"),
                environment.getProperty(CLIENT + "secret"));
    }

    private static URI tokenUrl(String text) {
        try {
            URI url = new URI(text);
            ServerUrl.check(CLIENT + "token-url", "http://localhost:9000/oauth2/token", url, (holds, message) -> {
                if (!holds) {
                    throw new UnusableCredentialsException(message);
                }
            });
            return url;
        } catch (URISyntaxException e) {
            throw new UnusableCredentialsException("%stoken-url is no URL: %s".formatted(CLIENT, e.getMessage()));
        }
    }

    @Override
    public synchronized void destroy() {
        if (thread != null) {
            thread.interrupt();
        }
    }
}
