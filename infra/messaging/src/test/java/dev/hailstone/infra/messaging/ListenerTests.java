package dev.hailstone.infra.messaging;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.hailstone.fixtures.meter.MeterInstalled;
import dev.hailstone.fixtures.meter.ReadingTaken;
import dev.hailstone.kernel.ModuleEvent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class ListenerTests {

    @Test
    void hearsItsEvent() {
        Good bean = new Good();
        Listener listener = Listener.of("billing", bean, method(Good.class, "on"));

        listener.hear(new ReadingTaken("a", 1, ""));

        assertThat(bean.heard).hasSize(1);
        assertThat(listener.subscription()).isEqualTo(new Subscription("billing", "meter"));
        assertThat(listener).hasToString("Good.on");
    }

    @Test
    void throwsWhatTheMethodThrows() {
        Listener listener = Listener.of("billing", new Good(), method(Good.class, "failing"));

        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> listener.hear(new MeterInstalled("a", "")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nothing      | must have one parameter
            two          | must have one parameter
            answers      | must return nothing
            everything   | must name a concrete event record
            text         | must have a ModuleEvent as its parameter
            hidden       | must be neither static nor private
            forAll       | must be neither static nor private
            unnamed      | must be a record annotated with @EventType
            """)
    void refusesWhatCannotBeAListener(String name, String reason) {
        assertThatIllegalStateException()
                .isThrownBy(() -> Listener.of("billing", new Wrong(), method(Wrong.class, name)))
                .withMessageContaining("Wrong." + name)
                .withMessageContaining(reason);
    }

    @Test
    void refusesAnEventOfItsOwnModule() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Listener.of("meter", new Good(), method(Good.class, "on")))
                .withMessageContaining("its own module");
    }

    private static Method method(Class<?> type, String name) {
        return List.of(type.getDeclaredMethods())
                .stream()
                .filter(method -> method.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static final class Good {

        final List<ReadingTaken> heard = new ArrayList<>();

        @ModuleEventListener
        void on(ReadingTaken reading) {
            heard.add(reading);
        }

        @ModuleEventListener
        void failing(MeterInstalled meter) {
            throw new UnsupportedOperationException(meter.description());
        }
    }

    private record Unnamed(String key) implements ModuleEvent {}

    @SuppressWarnings({"unused", "UnusedMethod", "UnusedVariable"})
    private static final class Wrong {

        void nothing() {}

        void two(ReadingTaken one, ReadingTaken another) {}

        int answers(ReadingTaken reading) {
            return 42;
        }

        void everything(ModuleEvent event) {}

        void text(String text) {}

        private void hidden(ReadingTaken reading) {}

        static void forAll(ReadingTaken reading) {}

        void unnamed(Unnamed event) {}
    }
}
