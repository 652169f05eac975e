package dev.hailstone.infra.messaging;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/// A process with some of the fixture modules.
@SpringBootConfiguration
@EnableAutoConfiguration
class FixtureApplication {

    /// Starts one on this database, which it does not close.
    ///
    /// @param properties before anything that says otherwise; of two for one name the last
    static ConfigurableApplicationContext start(TestDatabase database, List<Class<?>> modules, String... properties) {
        List<Class<?>> sources = new ArrayList<>(modules);
        sources.add(FixtureApplication.class);
        List<String> all = new ArrayList<>(List.of("spring.datasource.url=" + database.url(),
                "spring.datasource.username=" + TestDatabase.LOGIN, "spring.main.banner-mode=off",
                "spring.main.register-shutdown-hook=false", "logging.level.root=warn"));
        all.addAll(List.of(properties));
        Map<String, String> arguments = new LinkedHashMap<>();
        all.forEach(property -> arguments.put(property.substring(0, property.indexOf('=')), "--" + property));
        return new SpringApplicationBuilder(sources.toArray(Class<?>[]::new)).web(WebApplicationType.NONE)
                .run(arguments.values().toArray(String[]::new));
    }
}
