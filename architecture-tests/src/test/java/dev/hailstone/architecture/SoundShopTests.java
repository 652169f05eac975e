package dev.hailstone.architecture;

import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

/// Every rule can be kept.
class SoundShopTests {

    @TestFactory
    Stream<DynamicTest> keeps() {
        return Shops.sound().rules().stream().map(rule -> dynamicTest(rule.toString(), rule::verify));
    }
}
