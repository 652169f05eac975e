package dev.hailstone.tracking.internal;

import org.junit.jupiter.api.Test;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.modulith.test.ApplicationModuleTest;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;

/// A process that is to take positions from a queue, started while there is no broker: nobody listens at port 1.
@ApplicationModuleTest(verifyAutomatically = false) // Contracts listen both ways; architecture-tests judges cycles.
@AutoConfigureMockMvc
@TestPropertySource(
        properties = {"tracking.ingest.amqp=true", "spring.rabbitmq.host=127.0.0.1", "spring.rabbitmq.port=1"})
class BrokerAwayTests {

    @Autowired private MockMvcTester mvc;
    @Autowired private SimpleMessageListenerContainer queue;

    @Test
    void startsAndTakesPositionsOverHttp() {
        assertThat(queue.isRunning()).isTrue();
        assertThat(mvc.post()
                .uri("/api/positions")
                .contentType(MediaType.APPLICATION_JSON)
                .content("""
                        {"driverId": "d", "latitude": 1, "longitude": 2}""")).hasStatus(HttpStatus.ACCEPTED);
    }
}
