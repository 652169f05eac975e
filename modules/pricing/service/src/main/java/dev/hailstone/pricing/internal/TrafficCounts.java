package dev.hailstone.pricing.internal;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Traffic by cell and minute in the database.
@Repository
class TrafficCounts {

    private final JdbcClient jdbc;

    TrafficCounts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Adds traffic. Slots are locked in their order, so that transactions that add to the same ones never wait in a circle.
    void add(SortedMap<Slot, Traffic> traffic) {
        jdbc.sql(
                """
                        insert into traffic_count (cell, minute, requests, drivers)
                        select * from unnest(?::text[], ?::timestamptz[], ?::bigint[], ?::bigint[])
                        on conflict (cell, minute) do update
                        set requests = traffic_count.requests + excluded.requests, drivers = traffic_count.drivers + excluded.drivers
                        """)
                .param(traffic.keySet().stream().map(slot -> slot.cell().name()).toArray(String[]::new))
                .param(traffic.keySet().stream().map(slot -> slot.minute().toString()).toArray(String[]::new))
                .param(traffic.values().stream().map(Traffic::requests).toArray(Long[]::new))
                .param(traffic.values().stream().map(Traffic::drivers).toArray(Long[]::new))
                .update();
    }

    Map<Cell, Traffic> since(Instant time) {
        Map<Cell, Traffic> traffic = new HashMap<>();
        jdbc.sql("""
                select cell, sum(requests) as requests, sum(drivers) as drivers
                from traffic_count where minute >= ?::timestamptz group by cell
                """)
                .param(time.toString())
                .query(row -> {
                    traffic.put(new Cell(row.getString("cell")),
                            new Traffic(row.getLong("requests"), row.getLong("drivers")));
                });
        return traffic;
    }

    void forgetBefore(Instant time) {
        jdbc.sql("delete from traffic_count where minute < ?::timestamptz").param(time.toString()).update();
    }

    /// A cell during a minute.
    ///
    /// @param minute its beginning
    record Slot(Cell cell, Instant minute) implements Comparable<Slot> {

        private static final Comparator<Slot> ORDER = Comparator.comparing(Slot::cell).thenComparing(Slot::minute);

        @Override
        public int compareTo(Slot other) {
            return ORDER.compare(this, other);
        }
    }
}
