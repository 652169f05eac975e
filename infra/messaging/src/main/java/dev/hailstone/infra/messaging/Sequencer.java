package dev.hailstone.infra.messaging;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.hailstone.infra.messaging.Journal.Sequenced;

/// Moves one module's events from its outbox to its journal as soon as they are committed, and wakes who waits for them.
final class Sequencer implements TransportLoop.Work {

    private static final Logger LOG = LoggerFactory.getLogger(Sequencer.class);

    /// While another replica is at it, which may not have seen what this one was woken for.
    private static final Duration TURN_PAUSE = Duration.ofMillis(3);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    private final Journal journal;
    private final ModuleSessions sessions;
    private final EventTransportProperties properties;
    private final Consumer<List<EventEnvelope>> sequenced;
    private final Runnable interrupted;
    private final Clock clock;
    private OutboxFloor floor;
    /// Whether it was this replica's turn the last time.
    private boolean won = true;
    private volatile @Nullable Problem problem;

    /// @param sequenced told what is new in the journal, of each lane in its order
    /// @param interrupted told when the journal may not be any more what was told of it
    Sequencer(Journal journal, ModuleSessions sessions, EventTransportProperties properties, Clock clock,
            Consumer<List<EventEnvelope>> sequenced, Runnable interrupted) {
        this.journal = journal;
        this.sessions = sessions;
        this.properties = properties;
        this.clock = clock;
        this.sequenced = sequenced;
        this.interrupted = interrupted;
        this.floor = new OutboxFloor(journal::publishing, clock);
    }

    String module() {
        return journal.module();
    }

    Journal journal() {
        return journal;
    }

    /// What keeps it from its work, or null.
    @Nullable
    Problem problem() {
        return problem;
    }

    @Override
    public Duration turn(boolean woken, BooleanSupplier goOn) {
        try {
            // Who was not woken has the time to look everywhere: somebody may have put an event back by hand.
            Duration pause = sequence(woken || !won ? floor.id() : 0, goOn);
            if (problem != null) {
                LOG.info("The events of {} are sequenced again", module());
                problem = null;
            }
            return pause;
        } catch (RuntimeException | Error failure) {
            return failed(failure);
        }
    }

    private Duration sequence(long above, BooleanSupplier goOn) {
        long from = above;
        while (goOn.getAsBoolean()) {
            Sequenced done = journal.sequence(from, properties.sequencingBatchSize());
            won = done.won();
            if (!done.events().isEmpty()) {
                CrashPoint.SEQUENCED.reach();
                sequenced.accept(done.events());
            }
            if (!won) {
                return TURN_PAUSE;
            }
            boolean all = done.events().size() < properties.sequencingBatchSize();
            floor.raise(done, all);
            from = floor.id();
            if (all) {
                break;
            }
        }
        return properties.pollInterval();
    }

    private Duration failed(Throwable failure) {
        // It may be another database next time.
        floor = new OutboxFloor(journal::publishing, clock);
        interrupted.run();
        Problem found = diagnosed(failure);
        if (problem == null || !problem.reason().equals(found.reason())) {
            LOG.error("The events of {} stay in its outbox: {}", module(), found.reason(), failure);
            problem = found;
        }
        return found.lasting() ? properties.recheckInterval() : PAUSE_AFTER_FAILURE;
    }

    private Problem diagnosed(Throwable failure) {
        if (failure instanceof SubscriptionStopped stopped) {
            return new Problem(stopped.reason(), true, clock.instant());
        }
        try {
            if (!sessions.present(Set.of(module())).contains(module())) {
                return new Problem("""
                        Schema %1$s is not, or no longer, in this database. If the module has moved, stop its copy \
                        here: hailstone.modules.%1$s.mode=remote.""".formatted(module()), true, clock.instant());
            }
        } catch (RuntimeException unavailable) {
            failure.addSuppressed(unavailable);
        }
        return new Problem(failure.toString(), false, clock.instant());
    }

    /// Why events are not sequenced.
    ///
    /// @param lasting whether a person has to mend it
    record Problem(String reason, boolean lasting, Instant since) {}
}
