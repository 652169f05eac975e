-- What is counted has changed, so the model is forgotten and learned anew from what trips has journaled.

drop table place, co_visit;

create table place (
    cell text collate "C" primary key,
    departures bigint not null,
    -- Arrivals by the time of day at which the ride began.
    morning bigint not null,
    midday bigint not null,
    evening bigint not null,
    night bigint not null,
    arrivals bigint generated always as (morning + midday + evening + night) stored,
    -- Sums of degrees over all arrivals: the place's mean is their quotient. Exact, so that order does not matter.
    latitudes numeric not null,
    longitudes numeric not null
);
create index place_by_popularity on place (arrivals desc, cell) where arrivals > 0;

create table co_visit (
    origin text collate "C",
    destination text collate "C",
    rides bigint not null,
    primary key (origin, destination)
);
create index co_visit_by_destination on co_visit (destination);

-- All places together, in one row; none before the first ride.
create table city (
    the_only boolean primary key default true check (the_only),
    morning bigint not null,
    midday bigint not null,
    evening bigint not null,
    night bigint not null,
    latest_arrival timestamptz not null
);

delete from event_parked where producer = 'trips';
update event_cursor set position = 0, event_id = null, attempts = 0 where producer = 'trips';
