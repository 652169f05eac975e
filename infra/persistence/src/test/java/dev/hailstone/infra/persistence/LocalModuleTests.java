package dev.hailstone.infra.persistence;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class LocalModuleTests {

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withInitializer(context -> {
                try {
                    Class<?> red = Class.forName("dev.hailstone.red.internal.RedModule");
                    ((org.springframework.context.annotation.AnnotationConfigRegistry) context).register(red);
                } catch (ClassNotFoundException e) {
                    throw new IllegalStateException(e);
                }
            });

    @Test
    void leavesOutARemoteModule() {
        application.withPropertyValues("hailstone.modules.red.mode=remote").run(context -> {
            assertThat(context).doesNotHaveBean(ModuleDescriptor.class);
            assertThat(context.getBeanDefinitionNames()).noneMatch(name -> name.startsWith("dev.hailstone.red"));
        });
    }

    @Test
    void refusesAModeThatItDoesNotKnow() {
        application.withPropertyValues("hailstone.modules.red.mode=elsewhere")
                .run(
                        context -> assertThat(context).getFailure()
                                .rootCause()
                                .isInstanceOfSatisfying(
                                        InvalidConfigurationPropertyValueException.class, failure -> {
                                            assertThat(failure.getName()).isEqualTo("hailstone.modules.red.mode");
                                            assertThat(failure.getReason()).contains("local", "remote");
                                        }));
    }

    @Test
    void knowsWhatBelongsToAModule() {
        ModuleDescriptor trips = new ModuleDescriptor("trips", "dev.hailstone.trips.internal");
        assertThat(trips.owns("dev.hailstone.trips.internal")).isTrue();
        assertThat(trips.owns("dev.hailstone.trips.internal.RequestingTrips.request")).isTrue();
        assertThat(trips.owns("dev.hailstone.trips.internals.Other.method")).isFalse();
        assertThat(trips.owns("dev.hailstone.trips.TripId.of")).isFalse();
        assertThat(trips.owns("")).isFalse();
    }

    @Test
    void refusesANameThatCannotBeASchemas() {
        for (String name : new String[]{"Trips", "my-trips", "1trips", "", "trips; drop", "t".repeat(64)}) {
            assertThatIllegalArgumentException().isThrownBy(() -> new ModuleDescriptor(name, "dev.hailstone"));
        }
    }
}
