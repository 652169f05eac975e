package com.acme.tangled.tests;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import com.acme.tangled.stock.Shelves;
import org.assertj.core.api.BDDAssumptions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.mockito.Mockito;
import org.opentest4j.TestAbortedException;
import org.springframework.test.context.junit.jupiter.DisabledIf;
import org.springframework.test.context.junit.jupiter.EnabledIf;

/// The fixture that breaks rule HS-25. Not named like a test, so that nothing runs it.
class SleepyChecks {

    @Test
    void sleeps() throws InterruptedException {
        Thread.sleep(1);
        TimeUnit.SECONDS.sleep(1);
        LockSupport.parkNanos(1);
        LockSupport.parkUntil(1);
    }

    @Test
    @Disabled("flaky")
    void isSkipped() {
        Assumptions.assumeTrue(Mockito.mock(Shelves.class).count("") > 0);
    }

    @Test
    @EnabledOnOs(OS.AIX)
    void isForAnotherMachine() {}

    @Test
    @EnabledIf("false")
    @DisabledIf("true")
    void isForAnotherContext() {}

    @Test
    @Flaky
    void isForAnotherDay() {
        BDDAssumptions.given(1).isZero();
        throw new TestAbortedException();
    }

    @Disabled("composed")
    @Retention(RetentionPolicy.RUNTIME)
    @interface Flaky {}
}
