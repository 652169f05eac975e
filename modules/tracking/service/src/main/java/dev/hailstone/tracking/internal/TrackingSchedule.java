package dev.hailstone.tracking.internal;

import java.time.Duration;

import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;

/// What tracking does again and again.
@Component
final class TrackingSchedule implements SchedulingConfigurer {

    private final TrackingSettings settings;
    private final WritingPositions writing;
    private final FollowingDrivers following;
    private final NoticingSilence noticing;
    private final ForgettingEngagements forgetting;

    TrackingSchedule(TrackingSettings settings, WritingPositions writing, FollowingDrivers following,
            NoticingSilence noticing, ForgettingEngagements forgetting) {
        this.settings = settings;
        this.writing = writing;
        this.following = following;
        this.noticing = noticing;
        this.forgetting = forgetting;
    }

    @Override
    public void configureTasks(ScheduledTaskRegistrar tasks) {
        tasks.addFixedDelayTask(writing::write, settings.writeEvery());
        tasks.addFixedDelayTask(following::follow, settings.followEvery());
        tasks.addFixedDelayTask(noticing::sweep, settings.sweepEvery());
        tasks.addFixedDelayTask(forgetting::forget, Duration.ofMinutes(10));
    }
}
