package dev.hailstone.infra.persistence;

import java.util.Locale;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.type.AnnotatedTypeMetadata;

/// Whether a module runs in this process, by `hailstone.modules.<name>.mode`.
class OnLocalModule extends SpringBootCondition {

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        MergedAnnotation<HailstoneModule> module = metadata.getAnnotations().get(HailstoneModule.class);
        String property = "hailstone.modules." + module.getString("name") + ".mode";
        String mode = context.getEnvironment().getProperty(property, "local");
        ConditionMessage message = ConditionMessage.forCondition(HailstoneModule.class).because(property + "=" + mode);
        return switch (mode.toLowerCase(Locale.ROOT)) {
            case "local" -> ConditionOutcome.match(message);
            case "remote" -> ConditionOutcome.noMatch(message);
            default -> throw new InvalidConfigurationPropertyValueException(property, mode,
                    "A module is either local, that is in this process, or remote.");
        };
    }
}
