package dev.hailstone.infra.web;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.service.HttpServiceClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.PropertySource;
import org.springframework.core.env.Environment;
import org.springframework.web.client.support.RestClientHttpServiceGroupConfigurer;

/// Clients for the facades of remote modules, with time-outs and a few repetitions.
@AutoConfiguration(before = HttpServiceClientAutoConfiguration.class)
@Import(RemoteFacades.class)
@PropertySource("classpath:dev/hailstone/infra/web/defaults.properties")
class RemoteFacadesAutoConfiguration {

    @Bean
    static BeanFactoryPostProcessor addressesOfRemoteFacades(Environment settings) {
        return beans -> RemoteFacades.demandAddresses(beans, settings);
    }

    @Bean
    RestClientHttpServiceGroupConfigurer repeatingRequests() {
        return groups -> groups.forEachClient((_, client) -> client.requestInterceptor(new RepeatingRequests()));
    }
}
