package dev.hailstone;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.modulith.Modulithic;

/// The single deployable. It scans nothing: a module takes part because its service jar is on the class path.
@SpringBootConfiguration
@EnableAutoConfiguration
@Modulithic(systemName = "Hailstone", sharedModules = {"kernel", "infra"})
public class Hailstone {

    public static void main(String[] arguments) {
        SpringApplication application = new SpringApplication(Hailstone.class);
        application.addListeners(new Greeting());
        application.run(arguments);
    }
}
