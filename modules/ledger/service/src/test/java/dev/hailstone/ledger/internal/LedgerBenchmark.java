package dev.hailstone.ledger.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.json.JsonMapper;

import dev.hailstone.infra.persistence.IdempotencyKey;
import dev.hailstone.infra.persistence.TimeOrderedIds;
import dev.hailstone.infra.testing.MeasuredPairs;
import dev.hailstone.kernel.Money;
import dev.hailstone.ledger.internal.ChargingTrips.CaptureHold;
import dev.hailstone.ledger.internal.HoldingFares.PlaceHold;
import dev.hailstone.ledger.internal.ReceivingDeposits.ReceiveDeposit;
import dev.hailstone.tracking.DriverId;
import dev.hailstone.trips.Fare;
import dev.hailstone.trips.RiderId;
import dev.hailstone.trips.TripId;

/// How fast the ledger is, beside plain SQL on the same server. A program, not a test: `docs/bench.md` tells how to run it.
///
/// The server is the one that the application brings along, with its durable settings. What the baseline writes goes to
/// copies of the tables without their triggers, by a superuser, so it is spared the checks and the change of role.
final class LedgerBenchmark {

    private static final int CLIENTS = 32;
    private static final int RIDERS = 10_000;
    private static final Money AMOUNT = Money.of("12.34", "USD");
    private static final Fare FARE = new Fare(Money.of("10.00", "USD"), Money.of("1.00", "USD"),
            Money.of("0.50", "USD"),
            Money.of("0.84", "USD"));

    private final ConfigurableApplicationContext application;
    private final Map<String, String> options;
    private final List<MeasuredPairs> found = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();

    private LedgerBenchmark(ConfigurableApplicationContext application, Map<String, String> options) {
        this.application = application;
        this.options = options;
    }

    /// @param arguments `--parts=append,single,charge,rebuild --callers=128 --commands=20000 --single=2000 --charges=5000
    ///         --events=1000000 --rounds=5 --report=ledger`, each with the default that is shown here; and settings of the
    ///         application, which have a dot in their names
    public static void main(String[] arguments) throws Exception {
        Map<String, String> options = new LinkedHashMap<>(Map.of("parts", "append,single,charge,rebuild", "callers",
                "128", "commands", "20000", "single", "2000", "charges", "5000", "events", "1000000", "rounds", "5",
                "report", "ledger"));
        List<String> settings = new ArrayList<>(List.of("--spring.main.banner-mode=off", "--logging.level.root=error"));
        for (String argument : arguments) {
            if (argument.contains(".")) {
                settings.add(argument);
                continue;
            }
            String[] option = argument.replaceFirst("^--", "").split("=", 2);
            if (option.length != 2 || !options.containsKey(option[0])) {
                throw new IllegalArgumentException("no option " + argument + "; there are " + options);
            }
            options.put(option[0], option[1]);
        }
        Path data = Files.createTempDirectory("hailstone-ledger-bench");
        SpringApplication starting = new SpringApplication(Measured.class);
        starting.setWebApplicationType(WebApplicationType.NONE);
        boolean passed;
        settings.add("--hailstone.database.directory=" + data.resolve("postgres"));
        try (ConfigurableApplicationContext application = starting.run(settings.toArray(String[]::new))) {
            passed = new LedgerBenchmark(application, options).measure();
        } finally {
            FileSystemUtils.deleteRecursively(data);
        }
        System.exit(passed ? 0 : 1);
    }

    private boolean measure() throws Exception {
        List<String> parts = List.of(options.getOrDefault("parts", "").split(","));
        copyTables();
        if (parts.contains("append")) {
            append("durable deposits", number("callers"), CLIENTS, number("commands"), 2.5);
        }
        if (parts.contains("single")) {
            append("durable deposits, one at a time", 1, 1, number("single"), 0.85);
        }
        if (parts.contains("charge")) {
            charge();
        }
        if (parts.contains("append") || parts.contains("single") || parts.contains("charge")) {
            VerifyingStore.Verification verification = bean(VerifyingStore.class).verify(null);
            check(verification.sound(), "the store is not sound: " + verification.findings());
            check(bean(Accounts.class).trialBalance().balanced(), "the trial balance is not balanced");
            rebuilt(EnumSet.allOf(ReadModel.class));
        }
        if (parts.contains("rebuild")) {
            rebuild();
        }
        report();
        return wrong.isEmpty();
    }

    private void append(String what, int callers, int clients, int commands, double goal) throws Exception {
        ReceivingDeposits deposits = bean(ReceivingDeposits.class);
        Measurement subject = times -> inParallel(callers, times,
                _ -> deposits.receive(new ReceiveDeposit(anyRider(), AMOUNT), anyKey()));
        Measurement rows = times -> byClients(clients, times, PlainSql::deposit);
        Measurement row = times -> byClients(clients, times, PlainSql::event);
        long before = count("ledger.ledger_event");
        subject.take(commands);
        rows.take(commands);
        int rounds = number("rounds");
        found.add(MeasuredPairs.of(what, callers + " callers",
                clients + " clients insert the same rows, one transaction each",
                goal, rounds, () -> subject.take(commands), () -> rows.take(commands)));
        found.add(MeasuredPairs.of(what, callers + " callers", clients + " clients insert the entry's row alone", null,
                rounds, () -> subject.take(commands), () -> row.take(commands)));
        check(count("ledger.ledger_event") - before == (long) commands * (1 + 2 * rounds), "deposits are missing");
    }

    /// A hold is captured: entry, four postings, two wallets, receipt, the event in the outbox, and all read models. The
    /// baseline writes the same without the read models.
    private void charge() throws Exception {
        ChargingTrips charging = bean(ChargingTrips.class);
        int charges = number("charges");
        int callers = number("callers");
        Measurement subject = times -> {
            List<TripId> trips = IntStream.range(0, times).mapToObj(_ -> new TripId(TimeOrderedIds.next())).toList();
            inParallel(callers, times, i -> requireDone(
                    bean(HoldingFares.class).place(new PlaceHold(trips.get(i), anyRider(), AMOUNT), anyKey())));
            bean(Bookkeeping.class).catchUp();
            long start = System.nanoTime();
            inParallel(callers, times, i -> requireDone(
                    charging.capture(new CaptureHold(trips.get(i), anyDriver(), FARE), anyKey())));
            bean(Bookkeeping.class).catchUp();
            return times / seconds(start);
        };
        Measurement baseline = times -> byClients(CLIENTS, times, PlainSql::charge);
        for (int i = 0; i < RIDERS; i += 1_000) {
            int from = i;
            inParallel(callers, 1_000, rider -> bean(ReceivingDeposits.class).receive(
                    new ReceiveDeposit(rider(from + rider), Money.of("500.00", "USD")), anyKey()));
        }
        subject.take(charges);
        baseline.take(charges);
        found.add(MeasuredPairs.of("captures of holds, read models included", callers + " callers",
                CLIENTS + " clients, one transaction each, without read models", 1.0, number("rounds"),
                () -> subject.take(charges), () -> baseline.take(charges)));
    }

    /// What is refused is soon done, and nothing to be measured.
    private static void requireDone(Commanded answer) {
        switch (answer) {
            case Commanded.Done _ -> {
            }
            case Commanded.NotCovered _ -> throw new IllegalStateException("deposit first: --parts=append,charge");
            case Commanded.WrongState _,Commanded.TooMuch _,Commanded.KeyReused _ ->
                throw new IllegalStateException("refused: " + answer);
        }
    }

    /// Of a store that is not the one of the other parts: its rows are made by SQL, and their hashes are not hashes.
    private void rebuild() throws Exception {
        int events = number("events");
        try (Connection owner = owner(); Statement statement = owner.createStatement()) {
            statement.execute("set search_path = ledger; set session_replication_role = replica");
            statement.execute("truncate ledger_event, posting, wallet, ledger_order, ledger_unordered, account, "
                    + "statement_entry, driver_earnings, zone_revenue");
            statement.execute(PlainSql.MANY_EVENTS.replace(":events", String.valueOf(events)));
            statement.execute("update ledger_head set position = " + events);
            statement.execute("vacuum analyze ledger_event");
            statement.execute("vacuum analyze posting");
            statement.execute("vacuum analyze ledger_order");
            statement.execute("checkpoint");
        }
        bean(RebuildingReadModels.class).rebuild(EnumSet.allOf(ReadModel.class));
        rebuilt(EnumSet.allOf(ReadModel.class));
        scan(events);
        for (ReadModel model : ReadModel.values()) {
            found.add(MeasuredPairs.of("rebuild of " + model.code() + " from " + events + " entries",
                    "rebuild, events a second",
                    "raw scan of the entries in order", 0.35, number("rounds"), () -> {
                        long start = System.nanoTime();
                        rebuilt(EnumSet.of(model));
                        return events / seconds(start);
                    }, () -> {
                        long start = System.nanoTime();
                        scan(events);
                        return events / seconds(start);
                    }));
        }
        check(bean(Accounts.class).trialBalance().balanced(), "the trial balance is not balanced");
    }

    private void rebuilt(EnumSet<ReadModel> models) {
        bean(Bookkeeping.class).catchUp();
        if (bean(RebuildingReadModels.class).rebuild(models) instanceof RebuildingReadModels.Outcome.Rebuilt rebuilt) {
            check(rebuilt.differences() == 0, rebuilt + " differs from what was there");
        } else {
            check(false, "nothing was rebuilt");
        }
    }

    /// Reads all entries in the order of their positions, as a program that derives something from them would have to.
    private void scan(int events) throws SQLException {
        try (Connection owner = owner(); Statement statement = owner.createStatement()) {
            owner.setAutoCommit(false);
            statement.setFetchSize(5_000);
            long read = 0;
            try (ResultSet rows = statement.executeQuery(
                    """
                            select o.position, e.stream, e.version, e.transaction_id, e.trip_id, e.type, e.payload, e.recorded_at
                              from ledger.ledger_order o join ledger.ledger_event e on e.transaction_id = o.transaction_id
                             order by o.position""")) {
                while (rows.next()) {
                    read += rows.getLong("position") > 0 && rows.getString("payload").isEmpty() ? 0 : 1;
                }
            }
            check(read == events, "the scan read " + read + " of " + events + " entries");
        }
    }

    private void copyTables() throws SQLException {
        try (Connection owner = owner(); Statement statement = owner.createStatement()) {
            statement.execute("create schema plain");
            for (String table : List.of("ledger_event", "posting", "wallet", "command_receipt", "ledger_unordered",
                    "event_outbox")) {
                statement.execute("create table plain.%1$s (like ledger.%1$s including all)".formatted(table));
            }
        }
    }

    private double inParallel(int callers, int times, Call call) throws Exception {
        AtomicInteger next = new AtomicInteger();
        return inThreads(callers, times, () -> {
            for (int i = next.getAndIncrement(); i < times; i = next.getAndIncrement()) {
                call.make(i);
            }
        });
    }

    private double byClients(int clients, int times, Transacted transaction) throws Exception {
        AtomicInteger next = new AtomicInteger();
        List<PlainSql> connected = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            connected.add(new PlainSql(owner()));
        }
        AtomicInteger client = new AtomicInteger();
        try {
            return inThreads(clients, times, () -> {
                PlainSql mine = connected.get(client.getAndIncrement());
                while (next.getAndIncrement() < times) {
                    transaction.run(mine);
                }
            });
        } finally {
            for (PlainSql each : connected) {
                each.close();
            }
        }
    }

    private static double inThreads(int threads, int times, Work work) throws Exception {
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            long start = System.nanoTime();
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                running.add(pool.submit(() -> {
                    work.run();
                    return true;
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
            return times / seconds(start);
        }
    }

    private Connection owner() throws SQLException {
        JdbcConnectionDetails login = bean(JdbcConnectionDetails.class);
        return DriverManager.getConnection(login.getJdbcUrl(), "postgres", login.getPassword());
    }

    private long count(String table) throws SQLException {
        try (Connection owner = owner();
                Statement statement = owner.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from " + table)) {
            row.next();
            return row.getLong(1);
        }
    }

    private void check(boolean right, String otherwise) {
        if (!right) {
            wrong.add(otherwise);
        }
    }

    private void report() throws IOException, SQLException {
        StringBuilder markdown = new StringBuilder("""
                # The ledger, measured

                %s %s, %d processors, %s. Options: %s

                %s""".formatted(System.getProperty("java.vm.name"), System.getProperty("java.runtime.version"),
                Runtime.getRuntime().availableProcessors(), server(), options,
                MeasuredPairs.head()));
        found.forEach(pairs -> markdown.append(pairs.row()).append('\n'));
        markdown.append(wrong.isEmpty() ? "\nAll checks passed.\n" : "\nChecks that failed: " + wrong + "\n");
        Path report = Path.of(options.getOrDefault("report", "ledger"));
        Files.writeString(Path.of(report + ".md"), markdown);
        Files.writeString(Path.of(report + ".json"), JsonMapper.builder()
                .build()
                .writerWithDefaultPrettyPrinter()
                .writeValueAsString(Map.of("pairs", found, "failed", wrong)));
        System.out.println(markdown);
    }

    private String server() throws SQLException {
        try (Connection owner = owner();
                Statement statement = owner.createStatement();
                ResultSet row = statement.executeQuery(
                        """
                                select format('PostgreSQL %s, fsync %s, synchronous_commit %s', current_setting('server_version'),
                                              current_setting('fsync'), current_setting('synchronous_commit'))""")) {
            row.next();
            return row.getString(1);
        }
    }

    private <T> T bean(Class<T> type) {
        return application.getBean(type);
    }

    private int number(String option) {
        return Integer.parseInt(options.getOrDefault(option, ""));
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    static RiderId anyRider() {
        return rider(ThreadLocalRandom.current().nextInt(RIDERS));
    }

    private static RiderId rider(int number) {
        return RiderId.of("rider-" + number);
    }

    static DriverId anyDriver() {
        return DriverId.of("driver-" + ThreadLocalRandom.current().nextInt(1_000));
    }

    private static IdempotencyKey anyKey() {
        return new IdempotencyKey(UUID.randomUUID().toString());
    }

    /// The ledger alone. Of no stereotype, so that tests do not find it.
    @EnableAutoConfiguration(excludeName = "dev.hailstone.infra.testing.ModuleTestAutoConfiguration")
    static class Measured {}

    private interface Measurement {

        /// @return operations a second
        double take(int times) throws Exception;
    }

    private interface Call {

        void make(int number) throws Exception;
    }

    private interface Transacted {

        void run(PlainSql client) throws SQLException;
    }

    private interface Work {

        void run() throws Exception;
    }

    /// What one client of the baseline does, as pgbench would: prepared statements, one after the other, and a commit.
    private static final class PlainSql implements AutoCloseable {

        /// A store such as a million commands leave it: deposits, holds, fares.
        static final String MANY_EVENTS = """
                insert into ledger_event
                select 'rider:r' || i % 20000 || '/USD', i / 20000 + 1, md5(i::text)::uuid,
                       case when i % 4 > 0 then md5('trip' || i)::uuid end, null,
                       case i % 4 when 0 then 'deposit-received' when 1 then 'fare-held' else 'fare-settled' end, 1, 1,
                       '{"tripId":"01912d5e-8a00-7000-8000-000000000001","riderId":"r1","driverId":"d1",\
                "total":{"amount":10.00,"currency":"USD"},"driverShare":{"amount":7.50,"currency":"USD"}}',
                       case when i % 4 > 1 then (40 + i % 60 * 0.01) || ',-74.00' end,
                       timestamptz '2026-01-01' + i * interval '10 seconds',
                       timestamptz '2026-01-01' + i * interval '10 seconds', sha256('x')
                  from generate_series(0, :events - 1) i;
                insert into posting
                select e.transaction_id, line,
                       case line when 1 then split_part(stream, '/', 1)
                            when 2 then case type when 'deposit-received' then 'platform:cash'
                                        else 'driver:d' || right(transaction_id::text, 3) end
                            else 'platform:revenue' end, 'USD',
                       case type when 'deposit-received' then case line when 1 then 30 else -30 end
                            when 'fare-held' then 0
                            else case line when 1 then -10 when 2 then 7.5 else 2.5 end end,
                       case type when 'fare-held' then 5 else 0 end
                  from ledger_event e cross join generate_series(1, 3) line
                 where line <= case type when 'deposit-received' then 2 when 'fare-held' then 1 else 3 end;
                insert into ledger_order
                select row_number() over (order by recorded_at, stream), transaction_id from ledger_event""";

        private final Connection connection;
        private final PreparedStatement event;
        private final PreparedStatement postings;
        private final PreparedStatement fourPostings;
        private final PreparedStatement wallet;
        private final PreparedStatement receipt;
        private final PreparedStatement unordered;
        private final PreparedStatement outbox;

        PlainSql(Connection connection) throws SQLException {
            this.connection = connection;
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("set search_path = plain");
            }
            connection.commit();
            event = connection.prepareStatement(
                    """
                            insert into ledger_event (stream, version, transaction_id, trip_id, type, part, type_version, payload,
                                                      occurred_at, recorded_at, hash)
                            values (?, 1, ?, ?, ?, 1, 1, ?::json, ?, ?, ?)""");
            String posting = "insert into posting (transaction_id, line, account, currency, amount, held) values ";
            postings = connection.prepareStatement(posting + "(?, 1, ?, 'USD', 12.34, 0), (?, 2, ?, 'USD', -12.34, 0)");
            fourPostings = connection.prepareStatement(posting + """
                    (?, 1, ?, 'USD', -12.34, -12.34), (?, 2, ?, 'USD', 9.00, 0), (?, 3, ?, 'USD', 2.50, 0),
                    (?, 4, ?, 'USD', 0.84, 0)""");
            wallet = connection.prepareStatement("""
                    insert into wallet (stream, version, hash, balance, held, charged, paid_out, credit)
                    values (?, 1, ?, 12.34, 0, 0, 0, 50)
                    on conflict (stream) do update set version = wallet.version + 1, hash = excluded.hash,
                                                       balance = wallet.balance + excluded.balance""");
            receipt = connection.prepareStatement("""
                    insert into command_receipt (idempotency_key, command_hash, subject, created_at)
                    values (?, ?, ?, ?)""");
            unordered = connection
                    .prepareStatement("insert into ledger_unordered (batch_id, transactions) values (?, ?)");
            outbox = connection.prepareStatement("""
                    insert into event_outbox (event_id, lane, key, type, version, occurred_at, headers, payload)
                    values (?, 1, ?, 'ledger.fare-charged', 1, ?, '{}', ?::json)""");
        }

        void event() throws SQLException {
            insertEvent(anyRider().value() + UUID.randomUUID(), TimeOrderedIds.next(), null, "deposit-received");
            connection.commit();
        }

        void deposit() throws SQLException {
            UUID transaction = TimeOrderedIds.next();
            String rider = anyRider().value();
            insertEvent(rider + transaction, transaction, null, "deposit-received");
            set(postings, transaction, "rider:" + rider, transaction, "platform:cash");
            set(wallet, "rider:" + rider + "/USD", new byte[32]);
            keep(transaction, rider);
            connection.commit();
        }

        void charge() throws SQLException {
            UUID transaction = TimeOrderedIds.next();
            String rider = anyRider().value();
            String driver = anyDriver().value();
            insertEvent(rider + transaction, transaction, TimeOrderedIds.next(), "fare-settled");
            set(fourPostings, transaction, "rider:" + rider, transaction, "driver:" + driver, transaction,
                    "platform:revenue", transaction, "surcharges:payable");
            set(wallet, "driver:" + driver + "/USD", new byte[32]);
            set(wallet, "rider:" + rider + "/USD", new byte[32]);
            keep(transaction, rider);
            set(outbox, TimeOrderedIds.next(), transaction.toString(), now(), "{\"fare\":" + "1".repeat(260) + "}");
            connection.commit();
        }

        private void insertEvent(String stream, UUID transaction, @Nullable UUID trip, String type)
                throws SQLException {
            set(event, stream, transaction, trip, type,
                    "{\"riderId\":\"%s\",\"amount\":{\"amount\":12.34,\"currency\":\"USD\"}}".formatted(stream), now(),
                    now(),
                    new byte[32]);
        }

        private void keep(UUID transaction, String subject) throws SQLException {
            set(receipt, anyKey().value(), new byte[32], subject, now());
            set(unordered, TimeOrderedIds.next(), connection.createArrayOf("uuid", new Object[]{transaction}));
        }

        private static OffsetDateTime now() {
            return Instant.now().atOffset(ZoneOffset.UTC);
        }

        private static void set(PreparedStatement statement, @Nullable Object... values) throws SQLException {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }
}
