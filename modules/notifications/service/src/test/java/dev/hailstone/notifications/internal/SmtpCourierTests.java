package dev.hailstone.notifications.internal;

import java.util.Properties;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mail.javamail.JavaMailSenderImpl;

import static org.assertj.core.api.Assertions.assertThat;

class SmtpCourierTests {

    private final JavaMailSenderImpl sender = new JavaMailSenderImpl();

    @ParameterizedTest
    @ValueSource(strings = {"smtp", "smtps"})
    void waitsForNoServerForEver(String protocol) {
        assertThat(propertiesOfACourier()).containsEntry("mail." + protocol + ".connectiontimeout", "5000")
                .containsEntry("mail." + protocol + ".timeout", "10000")
                .containsEntry("mail." + protocol + ".writetimeout", "10000");
    }

    @Test
    void waitsAsLongAsItIsTold() {
        sender.getJavaMailProperties().setProperty("mail.smtps.timeout", "60000");

        assertThat(propertiesOfACourier()).containsEntry("mail.smtps.timeout", "60000");
    }

    private Properties propertiesOfACourier() {
        var _ = new SmtpCourier(sender, "rides@example.org");
        return sender.getJavaMailProperties();
    }
}
