package dev.hailstone.notifications.internal;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;

import org.springframework.mail.MailParseException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.mail.javamail.MimeMessageHelper;

/// Hands letters to a mail server.
///
/// A letter may be handed over twice, when a process dies between the server's answer and remembering it. It has the same
/// `Message-ID` then, by which mail programs know duplicates.
final class SmtpCourier implements Courier {

    private final JavaMailSender sender;
    private final InternetAddress from;

    /// @param from the sender's address, with or without a name
    SmtpCourier(JavaMailSender sender, String from) {
        this.sender = sender;
        try {
            this.from = new InternetAddress(from, true);
        } catch (MessagingException wrong) {
            throw new MailParseException("hailstone.notifications.mail.from is no address: " + from, wrong);
        }
        if (sender instanceof JavaMailSenderImpl known) {
            boundWaiting(known.getJavaMailProperties());
        }
    }

    /// Unless told otherwise, Jakarta Mail waits for ever.
    private static void boundWaiting(Properties properties) {
        for (String protocol : List.of("smtp", "smtps")) {
            properties.putIfAbsent("mail." + protocol + ".connectiontimeout", "5000");
            properties.putIfAbsent("mail." + protocol + ".timeout", "10000");
            properties.putIfAbsent("mail." + protocol + ".writetimeout", "10000");
        }
    }

    @Override
    public void carry(Letter letter) {
        MimeMessage message = sender.createMimeMessage();
        try {
            MimeMessageHelper helper = new MimeMessageHelper(message, StandardCharsets.UTF_8.name());
            helper.setFrom(from);
            helper.setTo(letter.to().value());
            helper.setSubject(letter.subject());
            helper.setText(letter.text());
            message.setHeader("Message-ID", "<%s@notifications.hailstone>".formatted(letter.id()));
            message.setHeader("Content-Language", letter.language().tag());
            message.setHeader("Auto-Submitted", "auto-generated");
        } catch (MessagingException wrong) {
            throw new MailParseException(wrong);
        }
        sender.send(message);
    }
}
