create table notification (
    id uuid primary key,
    -- What is told; one cause is told to a recipient at most once.
    cause text not null,
    recipient text not null,
    trip_id uuid,
    template text not null,
    parameters jsonb not null,
    at timestamptz not null,
    read_at timestamptz,
    unique (cause, recipient)
);

create index notification_by_recipient on notification (recipient, id);

create table engagement (
    trip_id uuid primary key,
    driver_id text,
    cancelled boolean not null
);

insert into event_cursor (producer, lane, position)
select producer, lane, 0
from (values ('trips'), ('dispatch'), ('ledger')) as producers (producer), generate_series(0, 7) as lane;
