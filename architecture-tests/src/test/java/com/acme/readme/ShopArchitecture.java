package com.acme.readme;

import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import dev.hailstone.architecture.ExtractableModules;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

class ShopArchitecture {

    @TestFactory
    Stream<DynamicTest> modulesAreExtractable() {
        return ExtractableModules.in("com.acme.shop")
                .withModules("orders", "stock", "billing")
                .except("HS-21", "Our paths are routed by host.")
                .rules()
                .stream()
                .map(rule -> dynamicTest(rule.toString(), rule::verify));
    }
}
