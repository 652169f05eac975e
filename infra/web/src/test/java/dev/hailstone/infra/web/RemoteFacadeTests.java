package dev.hailstone.infra.web;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.service.HttpServiceClientPropertiesAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.service.HttpServiceClientAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.web.client.HttpServerErrorException;
import org.springframework.web.client.ResourceAccessException;

import dev.hailstone.infra.json.HailstoneJson;
import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.weather.Forecasts;
import dev.hailstone.weather.Forecasts.Forecast;
import dev.hailstone.weather.Forecasts.Observation;
import dev.hailstone.weather.Forecasts.StationId;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@SpringBootTest(classes = RemoteFacadeTests.Weather.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class RemoteFacadeTests {

    private final ApplicationContextRunner caller = new ApplicationContextRunner()
            .withBean(JsonMapperBuilderCustomizer.class, () -> HailstoneJson::configure)
            .withConfiguration(AutoConfigurations.of(RemoteFacadesAutoConfiguration.class,
                    HttpServiceClientAutoConfiguration.class, HttpServiceClientPropertiesAutoConfiguration.class,
                    RestClientAutoConfiguration.class, HttpClientAutoConfiguration.class,
                    ImperativeHttpClientAutoConfiguration.class, HttpMessageConvertersAutoConfiguration.class,
                    JacksonAutoConfiguration.class));

    @LocalServerPort private int port;

    @Test
    void areCalledLikeLocalOnes() {
        remote("http://localhost:" + port).run(context -> {
            Forecasts forecasts = context.getBean(Forecasts.class);
            StationId station = new StationId("north");
            assertThat(forecasts.of(station)).isEqualTo(new Forecast(station, 20.5));
            assertThat(forecasts.near(40.5, -74, 3)).isEqualTo(List.of(new Forecast(new StationId("near"), -30.5)));
            assertThat(forecasts.observe(station, new Observation(new GeoPoint(40, -74), 5)))
                    .isEqualTo(new Forecast(station, 45));
        });
    }

    @Test
    void areAskedAgainWhenTheyAreNotReady() {
        remote("http://localhost:" + port).run(context -> assertThat(
                context.getBean(Forecasts.class).of(new StationId("busy")))
                .isEqualTo(new Forecast(new StationId("busy"), 3)));
    }

    @Test
    void areNotAskedAgainWhenTheyAreBroken() {
        remote("http://localhost:" + port).run(context -> assertThatExceptionOfType(
                HttpServerErrorException.InternalServerError.class)
                .isThrownBy(() -> context.getBean(Forecasts.class).of(new StationId("broken"))));
    }

    @Test
    void areGivenUpSoonWhenNobodyIsThere() {
        remote("http://localhost:1").run(context -> assertThatExceptionOfType(ResourceAccessException.class)
                .isThrownBy(() -> context.getBean(Forecasts.class).of(new StationId("north"))));
    }

    @Test
    void areNoClientsWhileTheirModuleIsLocal() {
        caller.run(context -> assertThat(context).doesNotHaveBean(Forecasts.class));
        caller.withPropertyValues("hailstone.modules.weather.mode=local")
                .run(context -> assertThat(context).doesNotHaveBean(Forecasts.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost:8081", "weather", "ftp://weather"})
    void needAnAddressAtTheStart(String url) {
        remote(url).withUserConfiguration(Asking.class)
                .run(context -> assertThat(context).getFailure()
                        .rootCause()
                        .isInstanceOf(InvalidConfigurationPropertyValueException.class)
                        .hasMessageContaining("spring.http.serviceclient.weather.base-url"));
    }

    @Test
    void needNoAddressWhileNobodyAsksThem() {
        caller.withPropertyValues("hailstone.modules.weather.mode=remote")
                .run(context -> assertThat(context).hasNotFailed());
        caller.withPropertyValues("hailstone.modules.weather.mode=remote")
                .withUserConfiguration(Asking.class)
                .run(context -> assertThat(context).getFailure()
                        .rootCause()
                        .hasMessageContaining("spring.http.serviceclient.weather.base-url")
                        .hasMessageContaining(Forecasts.class.getName()));
    }

    @Test
    void needNoAddressWhenTheContractHasNoFacade() {
        caller.withPropertyValues("hailstone.modules.silent.mode=remote")
                .run(context -> assertThat(context).hasNotFailed());
    }

    private ApplicationContextRunner remote(String url) {
        return caller.withPropertyValues("hailstone.modules.weather.mode=remote",
                "spring.http.serviceclient.weather.base-url=" + url);
    }

    @Import(FixtureApplication.class)
    @ComponentScan("dev.hailstone.weather.internal")
    static class Weather {}

    static class Asking {

        private final Forecasts forecasts;

        Asking(Forecasts forecasts) {
            this.forecasts = forecasts;
        }

        Forecasts forecasts() {
            return forecasts;
        }
    }
}
