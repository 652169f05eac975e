create table trip (
    id uuid primary key,
    version integer not null,
    rider_id text not null,
    quote_id uuid not null,
    pickup_latitude double precision not null,
    pickup_longitude double precision not null,
    dropoff_latitude double precision not null,
    dropoff_longitude double precision not null,
    quoted_fare numeric(19, 4) not null,
    currency char(3) not null,
    phase text not null check (phase in ('REQUESTED', 'ASSIGNED', 'ARRIVED', 'IN_PROGRESS', 'COMPLETED', 'CANCELLED')),
    requested_at timestamptz not null,
    fare_held_at timestamptz,
    driver_id text,
    assigned_at timestamptz,
    arrived_at timestamptz,
    started_at timestamptz,
    ended_at timestamptz,
    end_latitude double precision,
    end_longitude double precision,
    distance_metres double precision,
    fare_ride numeric(19, 4),
    fare_tip numeric(19, 4),
    fare_tolls numeric(19, 4),
    fare_surcharges numeric(19, 4),
    cancellation_reason text,
    check ((ended_at is not null) = (phase in ('COMPLETED', 'CANCELLED'))),
    check ((fare_ride is not null) = (phase = 'COMPLETED')),
    check ((cancellation_reason is not null) = (phase = 'CANCELLED')),
    check (driver_id is not null or phase in ('REQUESTED', 'CANCELLED'))
);

create unique index one_open_trip_per_rider on trip (rider_id) where ended_at is null;
create index trip_by_phase on trip (phase, id);
create index trip_by_rider on trip (rider_id, id);

insert into event_cursor (producer, lane, position)
select producer, lane, 0
from (values ('dispatch'), ('ledger')) as producers (producer), generate_series(0, 7) as lane;
