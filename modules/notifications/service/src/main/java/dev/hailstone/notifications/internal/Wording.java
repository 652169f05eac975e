package dev.hailstone.notifications.internal;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.Objects;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/// Says messages in a language.
///
/// Every template must be worded in every language, with all of its parameters, written `{name}`, and needs a subject
/// without any. This is checked when the module starts, not when the first rider reads.
@Component
class Wording {

    private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");

    private final Map<Language, Map<Template, String>> texts = new EnumMap<>(Language.class);
    private final Map<Language, Map<Template, String>> subjects = new EnumMap<>(Language.class);

    @Autowired
    Wording() {
        this(Wording::bundle);
    }

    /// @throws IllegalStateException if a text is missing or its parameters are not those of its template
    Wording(Function<Language, ResourceBundle> bundles) {
        for (Language language : Language.values()) {
            ResourceBundle bundle = bundles.apply(language);
            Map<Template, String> worded = new EnumMap<>(Template.class);
            Map<Template, String> titled = new EnumMap<>(Template.class);
            for (Template template : Template.values()) {
                worded.put(template, text(template.key(), template.parameters().keySet(), bundle, language));
                titled.put(template, text(template.key() + ".subject", Set.of(), bundle, language));
            }
            texts.put(language, worded);
            subjects.put(language, titled);
        }
    }

    String of(Message message, Language language) {
        String text = Objects.requireNonNull(Objects.requireNonNull(texts.get(language)).get(message.template()));
        return PARAMETER.matcher(text)
                .replaceAll(
                        parameter -> Matcher.quoteReplacement(shown(message, parameter.group(1), language.locale())));
    }

    /// What the message is about, in a few words.
    String subjectOf(Message message, Language language) {
        return Objects.requireNonNull(Objects.requireNonNull(subjects.get(language)).get(message.template()));
    }

    private static String shown(Message message, String parameter, Locale locale) {
        Quantity quantity = Objects.requireNonNull(message.template().parameters().get(parameter));
        return quantity.shown(Objects.requireNonNull(message.parameters().get(parameter)), locale);
    }

    private static ResourceBundle bundle(Language language) {
        return ResourceBundle.getBundle(Wording.class.getPackageName() + ".messages", language.locale(),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    private static String text(String key, Set<String> expected, ResourceBundle bundle, Language language) {
        String text;
        try {
            text = bundle.getString(key);
        } catch (MissingResourceException e) {
            throw new IllegalStateException("%s is not worded in %s".formatted(key, language), e);
        }
        Set<String> parameters = PARAMETER.matcher(text)
                .results()
                .map(MatchResult::group)
                .map(name -> name.substring(1, name.length() - 1))
                .collect(Collectors.toSet());
        if (!parameters.equals(expected)) {
            throw new IllegalStateException(
                    "%s in %s has the parameters %s, but needs %s".formatted(key, language, parameters, expected));
        }
        return text;
    }
}
