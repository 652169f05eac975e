package dev.hailstone.simulation;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.ReflectionUtils;

import dev.hailstone.infra.messaging.CurrentTrace;
import dev.hailstone.infra.messaging.ModuleEventListener;
import dev.hailstone.infra.persistence.OneRound;
import dev.hailstone.infra.persistence.Rounds;
import dev.hailstone.kernel.EventType;
import dev.hailstone.kernel.ModuleEvent;
import dev.hailstone.simulation.Commit.Cause;

/// A module in a process of its own, which dies and comes back: its tables stay, all else is made anew.
public final class ModuleProcess implements ApplicationEventPublisher {

    private static final Map<Class<?>, List<Method>> LISTENING = new ConcurrentHashMap<>();
    private static final Duration LONGEST_RESTART = Duration.ofSeconds(20);

    private final String name;
    private final Schedule schedule;
    private final Chance chance;
    private final Faults faults;
    private final Sabotage sabotage;
    private final Consumer<Commit> committed;
    private final Runnable meanwhile;
    private final InMemoryTransactions transactions;
    private final Receipts receipts;
    private final List<Object> ports = new ArrayList<>();
    private final Settings settings;
    private final List<Listener> listeners = new ArrayList<>();
    private final Set<Class<?>> known = new HashSet<>();
    private final List<Round> rounds = new ArrayList<>();
    private final List<Cause> causes = new ArrayList<>();
    private Wiring wiring;
    private boolean away;
    private int life;

    ModuleProcess(String name, Map<String, String> settings, Schedule schedule, Chance chance, Faults faults,
            Sabotage sabotage, Consumer<Commit> committed, Runnable meanwhile) {
        this.name = name;
        this.settings = new Settings(settings);
        this.schedule = schedule;
        this.chance = chance;
        this.faults = faults;
        this.sabotage = sabotage;
        this.committed = committed;
        this.meanwhile = meanwhile;
        this.transactions = new InMemoryTransactions(this::mayWait, this::mayDie, this::committed, this::mayDie,
                () -> sabotage.undoes(name));
        this.receipts = new Receipts(table(), () -> sabotage.findsReceipts(name));
        ports.add(this);
        ports.add(receipts);
        ports.add(transactions);
        ports.add(new NoTrace());
        // What the simulation has no port for asks the database and is told that there is none.
        ports.add(JdbcClient.create(new NoDatabase()));
        this.wiring = wired();
    }

    /// A table of this module.
    public <K, V> Table<K, V> table() {
        return new Table<>(transactions);
    }

    public InMemoryTransactions transactions() {
        return transactions;
    }

    /// What the module's components get where they meet the world.
    public void port(Object port) {
        ports.add(port);
        wiring = wired();
    }

    /// The component, or the settings, of this type.
    public <T> T get(Class<T> type) {
        return wiring.get(type);
    }

    /// Begins to hear and to look for work.
    ///
    /// @throws AssertionError if the module has work that is neither [repeated][#repeat] nor [left out][#leaveOut]
    void start() {
        wiring = wired();
        for (Class<?> component : wiring.components()) {
            if (Rounds.class.isAssignableFrom(component) && !known.contains(component)) {
                throw new AssertionError("nobody lets %s do its work".formatted(component.getSimpleName()));
            }
        }
        listeners.clear();
        wiring.components().forEach(this::addListenersOf);
        if (sabotage.looks(name)) {
            rounds.forEach(round -> round.planIn(chance.upTo(Duration.ofSeconds(1))));
        }
    }

    private Wiring wired() {
        return new Wiring("dev.hailstone.%s.internal".formatted(name), ports, settings, transactions);
    }

    private void addListenersOf(Class<?> component) {
        LISTENING.computeIfAbsent(component, ModuleProcess::listening)
                .forEach(method -> listeners.add(new Listener(method, wiring.get(component))));
    }

    private static List<Method> listening(Class<?> component) {
        List<Method> listening = Arrays.stream(component.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(ModuleEventListener.class))
                .toList();
        listening.forEach(ReflectionUtils::makeAccessible);
        return listening;
    }

    /// The modules whose events are heard.
    List<String> producers() {
        return new ArrayList<>(new TreeSet<>(listeners.stream()
                .map(listener -> producerOf(listener.method.getParameterTypes()[0]))
                .toList()));
    }

    private static String producerOf(Class<?> event) {
        String type = event.getAnnotation(EventType.class).value();
        return type.substring(0, type.indexOf('.'));
    }

    /// Work that the module repeats by itself.
    public void repeat(Class<? extends Rounds> work) {
        known.add(work);
        rounds.add(new Round(() -> OneRound.of(wiring.get(work))));
    }

    /// Work that is none of the simulation's.
    public void leaveOut(Class<? extends Rounds> work) {
        known.add(work);
    }

    /// Asks the module something, from outside.
    ///
    /// @throws ModuleAway if no answer comes
    <T> T ask(Cause cause, Supplier<T> question) {
        if (away) {
            throw new ModuleAway(name);
        }
        List<Cause> before = List.copyOf(causes);
        causes.clear();
        causes.add(cause);
        int asked = life;
        try {
            T answer = question.get();
            if (asked != life) {
                throw new ModuleAway(name);
            }
            return answer;
        } catch (Crash crash) {
            die(crash);
            throw new ModuleAway(name);
        } finally {
            causes.clear();
            causes.addAll(before);
        }
    }

    /// Lets the module do something in one transaction, from outside.
    ///
    /// @throws ModuleAway if nobody knows whether it did
    void transaction(Runnable work) {
        if (away) {
            throw new ModuleAway(name);
        }
        List<Cause> before = List.copyOf(causes);
        causes.clear();
        try {
            new TransactionTemplate(transactions).executeWithoutResult(_ -> work.run());
        } catch (Crash crash) {
            die(crash);
            throw new ModuleAway(name);
        } finally {
            causes.clear();
            causes.addAll(before);
        }
    }

    void hear(ModuleEvent event) {
        causes.add(new Cause.Heard(event));
        for (Listener listener : listeners) {
            if (listener.method.getParameterTypes()[0].isInstance(event) && sabotage.hears(listener.name(), event)) {
                listener.hear(event);
            }
        }
    }

    /// Lets the module wait for an answer of another, and other things happen meanwhile.
    ///
    /// @throws AssertionError within a transaction; the module is prepared for a neighbour that throws exceptions
    <T> T waitFor(Supplier<T> answer) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new AssertionError(name + " asks another module within a transaction");
        }
        mayWait();
        return answer.get();
    }

    /// Between the transactions of one command, those of others happen, and some are the death of the process.
    private void mayWait() {
        if (chance.happens(faults.meanwhile())) {
            int before = life;
            List<Cause> kept = List.copyOf(causes);
            meanwhile.run();
            causes.clear();
            causes.addAll(kept);
            if (before != life) {
                throw new Crash(before);
            }
        }
    }

    private void mayDie() {
        if (chance.happens(faults.crashes())) {
            throw new Crash(life);
        }
    }

    private void die(Crash crash) {
        if (crash.life() != life) {
            return;
        }
        life++;
        away = true;
        rounds.forEach(Round::forget);
        schedule.in(chance.upTo(LONGEST_RESTART), () -> {
            away = false;
            start();
        });
    }

    int deaths() {
        return life;
    }

    /// What fails now is the simulation, and nothing that the module may go on from.
    private void committed(List<ModuleEvent> events) {
        try {
            committed.accept(new Commit(name, List.copyOf(causes), events));
        } catch (RuntimeException failure) {
            throw new AssertionError(failure.getMessage(), failure);
        }
    }

    @Override
    public void publishEvent(Object event) {
        if (event instanceof ModuleEvent moduleEvent) {
            if (!producerOf(event.getClass()).equals(name)) {
                throw new IllegalStateException("%s publishes %s".formatted(name, event));
            }
            transactions.publish(sabotage.publishes(moduleEvent));
        } else if (sabotage.looks(name)) {
            // It is of interest within the process, where it wakes those who look for work.
            rounds.forEach(round -> round.planIn(chance.upTo(Duration.ofMillis(20))));
        }
    }

    @Override
    public String toString() {
        return name;
    }

    private final class Round {

        private final Supplier<Duration> work;
        private int planned;

        Round(Supplier<Duration> work) {
            this.work = work;
        }

        /// Replaces whatever was planned before.
        void planIn(Duration pause) {
            int plan = ++planned;
            schedule.in(pause, () -> {
                if (plan == planned) {
                    run();
                }
            });
        }

        void forget() {
            planned++;
        }

        private void run() {
            try {
                Duration pause = ask(new Cause.Looked(), work);
                planIn(sabotage.rests(name) ? pause : Duration.ZERO);
            } catch (ModuleAway _) {
                // It begins anew with the process.
            }
        }
    }

    /// Traces are for people who watch.
    private static final class NoTrace implements CurrentTrace {

        @Override
        public Runnable keptFor(Runnable later) {
            return later;
        }

        @Override
        public @Nullable String written() {
            return null;
        }

        @Override
        public void continuing(@Nullable String written, String name, String module, Runnable work) {
            work.run();
        }
    }

    private record Listener(Method method, Object bean) {

        String name() {
            return method.getDeclaringClass().getSimpleName();
        }

        void hear(ModuleEvent event) {
            try {
                method.invoke(bean, event);
            } catch (InvocationTargetException thrown) {
                if (thrown.getTargetException() instanceof Error error) {
                    throw error;
                }
                throw new IllegalStateException("%s.%s failed on %s".formatted(
                        method.getDeclaringClass().getSimpleName(), method.getName(), event),
                        thrown.getTargetException());
            } catch (IllegalAccessException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }
}
