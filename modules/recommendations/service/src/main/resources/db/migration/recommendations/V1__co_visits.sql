-- Both tables follow from what trips has journaled and can be learned anew; README.md of the module says how.

create table place (
    cell text collate "C" primary key,
    arrivals bigint not null check (arrivals > 0),
    -- Sums of degrees over all arrivals: the place's mean is their quotient. Exact, so that order does not matter.
    latitudes numeric not null,
    longitudes numeric not null,
    latest_arrival timestamptz not null
);

create index place_by_popularity on place (arrivals desc, cell);

create table co_visit (
    origin text collate "C",
    band text check (band in ('MORNING', 'MIDDAY', 'EVENING', 'NIGHT')),
    destination text collate "C",
    rides bigint not null check (rides > 0),
    primary key (origin, band, destination)
);

insert into event_cursor (producer, lane, position) select 'trips', lane, 0 from generate_series(0, 7) lane;
