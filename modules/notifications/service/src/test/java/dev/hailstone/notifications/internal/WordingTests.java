package dev.hailstone.notifications.internal;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.ListResourceBundle;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.hailstone.kernel.Money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class WordingTests {

    private static final Money FARE = Money.of("1234.50", "USD");

    private final Wording wording = new Wording();

    @ParameterizedTest
    @EnumSource
    void wordsEveryMessageInEveryLanguage(Language language) {
        List<String> texts = oneOfEach().stream().map(message -> wording.of(message, language)).toList();

        assertThat(oneOfEach()).extracting(Message::template).containsExactlyInAnyOrder(Template.values());
        assertThat(texts).doesNotHaveDuplicates()
                .allSatisfy(text -> assertThat(text).isNotBlank()
                        .doesNotContain("{", "}"));
    }

    @Test
    void saysTheSameDifferentlyInEachLanguage() {
        assertThat(oneOfEach()).allSatisfy(message -> {
            assertThat(Language.values()).extracting(language -> wording.of(message, language))
                    .doesNotHaveDuplicates();
            assertThat(Language.values()).extracting(language -> wording.subjectOf(message, language))
                    .doesNotHaveDuplicates();
        });
    }

    @Test
    void showsMoneyAndDistancesAsReadersAreUsedTo() {
        assertThat(wording.of(Message.receipt(FARE), Language.ENGLISH))
                .isEqualTo("Thank you for riding with us. You paid $1,234.50.");
        assertThat(wording.of(Message.driverOnTheWay(428), Language.ENGLISH))
                .isEqualTo("Your driver is on the way, 430 m from you.");
        assertThat(wording.of(Message.driverOnTheWay(996), Language.ENGLISH)).contains(" 1 km ");
        assertThat(wording.of(Message.newAssignment(12_340), Language.SPANISH))
                .isEqualTo("Tiene un viaje nuevo. Su pasajero está a 12.3 km.");
    }

    @Test
    void keepsTheDecimalsOfTheCurrency() {
        assertThat(wording.of(Message.paidOut(Money.of("5000", "JPY")), Language.ENGLISH)).startsWith("¥5,000 is");
    }

    @Test
    void refusesToStartWithoutAText() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new Wording(_ -> texts(text -> text.startsWith("receipt ") ? "" : text)))
                .withMessage("receipt is not worded in ENGLISH");
    }

    @Test
    void refusesToStartWithoutASubject() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new Wording(_ -> texts(text -> text.startsWith("earnings.subject") ? "" : text)))
                .withMessage("earnings.subject is not worded in ENGLISH");
    }

    @Test
    void refusesToStartWithAParameterThatTheTemplateLacks() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new Wording(_ -> texts(text -> text.replace("{total}", "{sum}"))))
                .withMessage("receipt in ENGLISH has the parameters [sum], but needs [total]");
    }

    @Test
    void knowsNoMessageWithoutItsParameters() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Message(Template.RECEIPT, Map.of()))
                .withMessage("RECEIPT has the parameters [total], not []");
    }

    private static List<Message> oneOfEach() {
        return List.of(Message.driverOnTheWay(100), Message.driverWaiting(), Message.rideStarted(),
                Message.receipt(FARE), Message.tripCancelled(), Message.noDriverFound(),
                Message.fareNotCovered(FARE, Money.of("1.00", "USD")), Message.newAssignment(200),
                Message.cancellationFee(FARE), Message.driverLost(), Message.tripMissed(), Message.tripOffered(200),
                Message.pickupReminder(Instant.parse("2026-11-25T08:30:00Z")), Message.assignmentLost(),
                Message.compensation(FARE), Message.assignmentWithdrawn(), Message.earnings(FARE),
                Message.paidOut(FARE));
    }

    /// A bundle of lines `key {parameter}…`; an empty line is left out.
    private static ResourceBundle texts(UnaryOperator<String> change) {
        Object[][] contents = Arrays.stream(Template.values())
                .flatMap(template -> Stream.of(template.key() + template.parameters()
                        .keySet()
                        .stream()
                        .map(parameter -> " {" + parameter + "}")
                        .collect(Collectors.joining("", " is told", "")), template.key() + ".subject is"))
                .map(change)
                .filter(text -> !text.isEmpty())
                .map(text -> new Object[]{text.split(" ", 2)[0], text})
                .toArray(Object[][]::new);
        return new ListResourceBundle() {

            @Override
            protected Object[][] getContents() {
                return contents;
            }
        };
    }
}
