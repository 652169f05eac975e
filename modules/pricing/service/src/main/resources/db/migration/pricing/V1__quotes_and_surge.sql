create table tariff (
    version       integer primary key,
    valid_from    timestamptz not null unique,
    currency      char(3) not null,
    base          numeric(19, 4) not null,
    per_kilometre numeric(19, 4) not null,
    per_minute    numeric(19, 4) not null,
    minimum       numeric(19, 4) not null
);
insert into tariff (version, valid_from, currency, base, per_kilometre, per_minute, minimum)
values (1, '1970-01-01 00:00:00+00', 'USD', 3.00, 1.40, 0.40, 7.00);

create table quote (
    quote_id          uuid primary key,
    rider_id          text not null,
    pickup_latitude   double precision not null,
    pickup_longitude  double precision not null,
    dropoff_latitude  double precision not null,
    dropoff_longitude double precision not null,
    distance_metres   double precision not null,
    price             numeric(19, 4) not null,
    currency          char(3) not null,
    surge             numeric(5, 3) not null,
    tariff            integer not null references tariff,
    created_at        timestamptz not null,
    expires_at        timestamptz not null,
    trip_id           uuid,
    accepted_at       timestamptz,
    check ((trip_id is null) = (accepted_at is null))
);
create unique index quote_trip on quote (trip_id) where trip_id is not null;
create index quote_created on quote (created_at);

-- Demand and supply by cell and minute; only a sliding window is kept.
create table traffic_count (
    cell     text not null,
    minute   timestamptz not null,
    requests bigint not null,
    drivers  bigint not null,
    primary key (cell, minute)
);
create index traffic_count_minute on traffic_count (minute);

-- Cells above the tariff.
create table surge (
    cell   text primary key,
    factor numeric(5, 3) not null check (factor > 1),
    since  timestamptz not null
);

insert into event_cursor (producer, lane, position)
select producer, lane, 0 from unnest(array['trips', 'tracking']) producer, generate_series(0, 7) lane;
