package dev.hailstone.notifications.internal;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.mail.javamail.JavaMailSender;

import dev.hailstone.infra.persistence.HailstoneModule;

@HailstoneModule(name = "notifications")
@EnableConfigurationProperties(NotificationsSettings.class)
class NotificationsModule {

    /// There is a mail sender where `spring.mail.host` is set.
    @Bean
    Courier courier(ObjectProvider<JavaMailSender> sender, NotificationsSettings settings) {
        JavaMailSender smtp = sender.getIfAvailable();
        return smtp == null ? new LogCourier() : new SmtpCourier(smtp, settings.mail().from());
    }
}
