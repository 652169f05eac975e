package dev.hailstone.ledger.internal;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class AccountTests {

    @ParameterizedTest
    @ValueSource(
            strings = {"rider:r1", "driver:7", "account:1", "platform:cash", "platform:revenue", "surcharges:payable"})
    void isFoundByItsCode(String code) {
        assertThat(Account.of(code).code()).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "rider", "rider:", "rider:a b", "platform:", "platform:profit", "account:x"})
    void hasNoOtherCode(String code) {
        assertThatIllegalArgumentException().isThrownBy(() -> Account.of(code));
    }
}
