package dev.hailstone.pricing.internal;

import java.time.Duration;

import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;

/// What pricing does again and again.
@Component
final class PricingSchedule implements SchedulingConfigurer {

    private final PricingSettings settings;
    private final EvaluatingSurge evaluating;
    private final ForgettingPrices forgetting;

    PricingSchedule(PricingSettings settings, EvaluatingSurge evaluating, ForgettingPrices forgetting) {
        this.settings = settings;
        this.evaluating = evaluating;
        this.forgetting = forgetting;
    }

    @Override
    public void configureTasks(ScheduledTaskRegistrar tasks) {
        tasks.addFixedDelayTask(evaluating::evaluate, settings.surge().evaluateEvery());
        tasks.addFixedDelayTask(forgetting::forget, Duration.ofMinutes(10));
    }
}
