package dev.hailstone.architecture;

import java.util.List;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ExtractableModulesTests {

    @Test
    void givesEachRuleItsOwnIdAndDescription() {
        List<Rule> rules = Shops.sound().rules();

        assertThat(rules).extracting(Rule::id)
                .doesNotHaveDuplicates()
                .isSorted()
                .allMatch(id -> id.matches("HS-\\d\\d"));
        assertThat(rules).extracting(Rule::description).doesNotHaveDuplicates();
        assertThat(rules).extracting(Rule::why).allMatch(why -> why.endsWith("."));
    }

    @Test
    void describesTheArchUnitRuleStablySoThatItCanBeFrozen() {
        assertThat(Shops.sound().rules()).extracting(rule -> rule.check().getDescription())
                .containsExactlyElementsOf(Shops.sound().rules().stream().map(Rule::toString).toList());
    }

    @Test
    void isUsableAsPlainArchUnitRule() {
        Rule rule = rule(Shops.tangled(), "HS-04");
        ArchRule check = rule.check();

        EvaluationResult result = check.evaluate(rule.classes());

        assertThat(result.hasViolation()).isTrue();
    }

    @Test
    void saysWhatWhyAndWhereItIsDecided() {
        assertThatThrownBy(() -> rule(Shops.tangled(), "HS-04").verify())
                .isInstanceOf(AssertionError.class)
                .hasMessage("""
                        HS-04 everything in an internal package is package-private (violated 2 times)
                          orders.internal.Order is public
                          stock.internal.Shelf is public
                        Why: What the compiler hides needs no discipline. (ADR 0002)""");
    }

    @Test
    void failsWhereThereIsNothingToCheck() {
        ExtractableModules nothing = ExtractableModules.in("com.acme.nowhere")
                .withClasses(new ClassFileImporter().importPackages("com.acme.nowhere"));

        assertThat(nothing.rules()).isNotEmpty()
                .allSatisfy(
                        rule -> assertThatThrownBy(rule::verify).isInstanceOf(AssertionError.class)
                                .hasMessageContaining("%s found no ".formatted(rule.id())));
    }

    @Test
    void leavesOutWhatIsExceptedWithAReason() {
        assertThat(Shops.tangled().except("HS-21", "orders are not served over HTTP").rules())
                .extracting(Rule::id)
                .contains("HS-20", "HS-22")
                .doesNotContain("HS-21");
    }

    @Test
    void refusesExceptionsFromRulesThatDoNotExist() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Shops.tangled().except("HS-99", "we disagree").rules())
                .withMessage("There is no rule HS-99");
    }

    @Test
    void refusesExceptionsWithoutAReason() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Shops.tangled().except("HS-21", " "))
                .withMessage("Leaving out HS-21 needs a reason");
    }

    @Test
    void adaptsToWhatEventsAreCalledElsewhere() {
        Vocabulary jms = new Vocabulary("com.acme.sound.kernel.ModuleEvent", "com.acme.sound.kernel.EventType",
                "org.springframework.jms.annotation.JmsListener", "com.acme.sound.infra.security.OpenTo");

        assertThatThrownBy(() -> rule(Shops.sound().withVocabulary(jms), "HS-14").verify())
                .hasMessageStartingWith("HS-14 found no listeners");
    }

    @Test
    void letsListenersOfAVocabularyBeSprings() {
        Vocabulary springs = new Vocabulary("com.acme.tangled.kernel.ModuleEvent", "com.acme.tangled.kernel.EventType",
                "org.springframework.context.event.EventListener", "com.acme.tangled.infra.security.OpenTo");

        assertThat(rule(Shops.tangled().withVocabulary(springs), "HS-14").violations()).containsExactly(
                "billing.internal.ReadingOrders.onAnyReturned(org.springframework.context.PayloadApplicationEvent) hears an event by @TransactionalEventListener instead of @org.springframework.context.event.EventListener",
                "billing.internal.ReadingOrders.onReturned() takes 0 parameters",
                "billing.internal.WatchingOrders.onApplicationEvent(org.springframework.context.PayloadApplicationEvent) hears an event by ApplicationListener instead of @org.springframework.context.event.EventListener");
    }

    @Test
    void tellsWhoHearsWhat() {
        assertThat(Shops.sound().eventFlows()).containsExactly(
                new EventFlow("orders.order-placed", 1, "orders", "OrderPlaced",
                        List.of(new EventFlow.Hearer("stock", "ReservingStock"))),
                new EventFlow("stock.stock-reserved", 1, "stock", "StockReserved",
                        List.of(new EventFlow.Hearer("orders", "PlacingOrders"))));
    }

    private static Rule rule(ExtractableModules modules, String id) {
        return modules.rules().stream().filter(rule -> rule.id().equals(id)).findFirst().orElseThrow();
    }
}
