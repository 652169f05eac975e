package dev.hailstone.infra.security;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.ActiveProfiles;

import static org.assertj.core.api.Assertions.assertThat;

/// More clients than threads, who announce a large body and send it byte by byte.
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"server.tomcat.threads.max=4", "server.tomcat.threads.min-spare=1",
                "hailstone.web.max-body-time=2s"})
@ActiveProfiles("demo")
class SlowBodiesTests {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @Autowired private DemoIssuer issuer;

    @LocalServerPort private int port;

    @ParameterizedTest
    @CsvSource({"false,100,401,unauthenticated", "true,100,408,body-too-slow", "false,60000,401,unauthenticated",
            "true,60000,408,body-too-slow"})
    void keepNobodyElseWaiting(boolean known, long millisBetweenBytes, int status, String problem) throws Exception {
        String token = known ? "Authorization: Bearer " + issuer.issue(Role.RIDER, "ada") + "\r\n" : "";
        List<Socket> clients = new ArrayList<>();
        CountDownLatch enough = new CountDownLatch(1);
        Thread trickle = Thread.ofPlatform().unstarted(() -> trickle(clients, millisBetweenBytes, enough));
        try {
            for (int i = 0; i < 5; i++) {
                Socket client = new Socket("localhost", port);
                clients.add(client);
                client.getOutputStream()
                        .write(("POST /api/letters HTTP/1.1\r\nHost: localhost\r\nIdempotency-Key: k-%d\r\n%s"
                                .formatted(i, token)
                                + "Content-Type: application/json\r\nContent-Length: 500000\r\n\r\n{")
                                .getBytes(StandardCharsets.US_ASCII));
            }
            trickle.start();

            assertThat(HTTP.send(request("bob").timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString())
                    .statusCode()).isEqualTo(200);
            for (Socket client : clients) {
                client.setSoTimeout(30_000);
                assertThat(toItsEnd(client)).startsWith("HTTP/1.1 " + status)
                        .contains("urn:hailstone:problem:" + problem);
            }
        } finally {
            enough.countDown();
            trickle.join();
            for (Socket client : clients) {
                client.close();
            }
        }
    }

    /// Whoever sends a body that nobody reads, but in time, is answered, and may go on with the same connection.
    @Test
    void areNotThoseOfClientsWhoAreRefused() throws Exception {
        for (int i = 0; i < 50; i++) {
            assertThat(HTTP.send(HttpRequest.newBuilder(uri())
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofByteArray(new byte[900_000]))
                    .build(), BodyHandlers.ofString()).statusCode()).isEqualTo(401);
        }
        HttpResponse<String> large = HTTP.send(request("ada").header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(new byte[8_000_000]))
                .build(), BodyHandlers.ofString());
        assertThat(large.statusCode()).isEqualTo(413);
        assertThat(large.body()).contains("urn:hailstone:problem:body-too-large");
    }

    private static void trickle(List<Socket> clients, long millisBetweenBytes, CountDownLatch enough) {
        try {
            while (!enough.await(millisBetweenBytes, TimeUnit.MILLISECONDS)) {
                for (Socket client : clients) {
                    send(client);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(Socket client) {
        try {
            OutputStream out = client.getOutputStream();
            out.write(' ');
        } catch (IOException _) {
            // The server has closed the connection.
        }
    }

    private static String toItsEnd(Socket client) throws IOException {
        StringBuilder answer = new StringBuilder();
        try {
            for (int next = client.getInputStream().read(); next >= 0; next = client.getInputStream().read()) {
                answer.append((char) next);
            }
        } catch (SocketException _) {
            // What was sent to it after its end resets a connection.
        }
        return answer.toString();
    }

    private HttpRequest.Builder request(String rider) {
        return HttpRequest.newBuilder(uri()).header("Authorization", "Bearer " + issuer.issue(Role.RIDER, rider));
    }

    private URI uri() {
        return URI.create("http://localhost:%d/api/letters".formatted(port));
    }
}
