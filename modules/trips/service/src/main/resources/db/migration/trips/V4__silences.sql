-- When drivers last fell silent: an assignment of before may be heard after it.
create table silence (
    driver_id text primary key,
    at timestamptz not null
);

create index silence_by_time on silence (at);
