-- The event transport's tables, the same in every module's schema.

-- What transactions of this module have published and the sequencer has not yet placed.
create table event_outbox (
    id          bigint generated always as identity primary key,
    event_id    uuid not null,
    lane        smallint not null,
    key         text not null,
    type        text not null,
    version     integer not null,
    occurred_at timestamptz not null,
    headers     json not null,
    payload     json not null
);

-- The head of each lane: the position of its last event, never max(position) of the journal.
create table event_lane (
    lane     smallint primary key check (lane between 0 and 7),
    position bigint not null check (position >= 0)
);

insert into event_lane (lane, position) select lane, 0 from generate_series(0, 7) lane;

-- What this module has told the others: the truth, append-only, contiguous within a lane.
create table event_journal (
    lane        smallint not null,
    position    bigint not null check (position > 0),
    event_id    uuid not null unique,
    key         text not null,
    type        text not null,
    version     integer not null,
    occurred_at timestamptz not null,
    headers     json not null,
    payload     json not null,
    primary key (lane, position)
);

-- How far the relay to a broker believes to be; any value is correct.
create table event_relay (
    lane     smallint primary key,
    position bigint not null
);

-- How far this module has heard a producer. It moves in the transaction of the listeners' effects. The module's own
-- migration inserts the rows: a missing one is an error, never position 0.
create table event_cursor (
    producer text not null,
    lane     smallint not null check (lane between 0 and 7),
    position bigint not null check (position >= 0),
    -- the event at the position; unknown in a row that a migration inserted
    event_id uuid,
    -- how often the event after the position was begun, counted only where events are done one by one
    attempts integer not null default 0,
    primary key (producer, lane)
) with (fillfactor = 50);

-- Events that failed, and behind each of them all later events of its key.
create table event_parked (
    producer        text not null,
    lane            smallint not null,
    position        bigint not null,
    event_id        uuid not null,
    key             text not null,
    type            text not null,
    version         integer not null,
    occurred_at     timestamptz not null,
    headers         json not null,
    payload         json not null,
    -- null: has not been tried, waits behind an earlier event of its key
    failure         text,
    attempts        integer not null,
    -- null with a failure: waits for an operator
    next_attempt_at timestamptz,
    parked_at       timestamptz not null,
    primary key (producer, lane, position)
);

create index event_parked_by_key on event_parked (producer, lane, key, position);

-- Parked events that an operator gave up, and why.
create table event_discarded (
    producer     text not null,
    lane         smallint not null,
    position     bigint not null,
    event_id     uuid not null,
    key          text not null,
    type         text not null,
    version      integer not null,
    occurred_at  timestamptz not null,
    headers      json not null,
    payload      json not null,
    failure      text,
    attempts     integer not null,
    parked_at    timestamptz not null,
    discarded_at timestamptz not null,
    discarded_by text not null,
    reason       text not null,
    primary key (producer, lane, position)
);

-- An operator's choice of transport for a producer, over the configuration's.
create table event_route (
    producer  text primary key,
    transport text not null check (transport in ('local', 'rabbitmq'))
);
