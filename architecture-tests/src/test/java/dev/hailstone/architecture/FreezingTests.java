package dev.hailstone.architecture;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.freeze.FreezingArchRule;
import com.tngtech.archunit.library.freeze.ViolationStore;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// A code base with violations can start today: ArchUnit tolerates what it has seen and refuses what is new.
class FreezingTests {

    private final Store store = new Store();
    private final Rule rule = Shops.tangled()
            .rules()
            .stream()
            .filter(one -> one.id().equals("HS-04"))
            .findFirst()
            .orElseThrow();

    @Test
    void toleratesWhatIsThereAlready() {
        assertThatCode(this::checkFrozen).doesNotThrowAnyException();

        assertThat(store.violations).containsOnly(Map.entry(rule.toString(), rule.violations()));
        assertThatCode(this::checkFrozen).doesNotThrowAnyException();
    }

    @Test
    void refusesWhatIsNew() {
        store.violations.put(rule.toString(), List.of("orders.internal.Order is public"));

        assertThatThrownBy(this::checkFrozen).isInstanceOf(AssertionError.class)
                .hasMessageContaining("stock.internal.Shelf is public")
                .hasMessageNotContaining("orders.internal.Order is public");
    }

    private void checkFrozen() {
        FreezingArchRule.freeze(rule.check()).persistIn(store).check(rule.classes());
    }

    private static final class Store implements ViolationStore {

        private final Map<String, List<String>> violations = new HashMap<>();

        @Override
        public void initialize(Properties properties) {}

        @Override
        public boolean contains(ArchRule frozen) {
            return violations.containsKey(frozen.getDescription());
        }

        @Override
        public void save(ArchRule frozen, List<String> found) {
            violations.put(frozen.getDescription(), found);
        }

        @Override
        public List<String> getViolations(ArchRule frozen) {
            return violations.getOrDefault(frozen.getDescription(), List.of());
        }
    }
}
