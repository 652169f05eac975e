create table driver (
    driver_id   text primary key,
    online      boolean not null,
    -- When the driver last went online or offline.
    since       timestamptz not null,
    -- Open engagements; more than one only while the end of one trip is still on its way.
    engagements integer not null,
    -- Counts changes, so that memories may hear of them in any order.
    version     bigint not null,
    changed_at  timestamptz not null
);
create index driver_available on driver (driver_id) where online and engagements = 0;
create index driver_changed on driver (changed_at);

-- The latest position, written behind. A row is younger or older than the memory of the process that wrote it, by seconds.
create table driver_position (
    driver_id  text primary key,
    latitude   double precision not null,
    longitude  double precision not null,
    seen_at    timestamptz not null,
    written_at timestamptz not null,
    written_by uuid not null
) with (fillfactor = 70);
create index driver_position_written on driver_position (written_at);

-- Assignment and end of a trip come from two producers in any order. An end without a driver waits for its assignment.
create table engagement (
    trip_id   uuid primary key,
    driver_id text,
    ended_at  timestamptz,
    check (driver_id is not null or ended_at is not null)
);
create index engagement_ended on engagement (ended_at) where ended_at is not null;

insert into event_cursor (producer, lane, position)
select producer, lane, 0 from unnest(array['dispatch', 'trips']) producer, generate_series(0, 7) lane;
