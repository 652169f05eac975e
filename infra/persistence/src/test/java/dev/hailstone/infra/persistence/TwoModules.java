package dev.hailstone.infra.persistence;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.TestConstructor;

/// Runs a test in an application of the modules red and blue on an embedded server of its own.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@SpringBootTest(classes = TwoModules.Application.class, webEnvironment = SpringBootTest.WebEnvironment.NONE,
        properties = {
                "hailstone.database.directory=target/postgres/${random.uuid}",
                "spring.datasource.hikari.maximum-pool-size=5",
                "spring.datasource.hikari.connection-timeout=2000"})
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
@interface TwoModules {

    @SpringBootConfiguration
    @EnableAutoConfiguration
    class Application {}
}
