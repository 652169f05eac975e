-- The store: what happened, in the order in which it was written. Rows are added and never touched again.
--
-- Positions are 1, 2, 3 … in the order of commits, since a writer holds the only row of ledger_head until it commits.
-- A sequence would have gaps and could show position 8 before 7; it would also have to be moved with the schema.
create table ledger_event (
    position       bigint      not null primary key,
    stream         text        collate "C" not null,
    version        integer     not null check (version > 0),
    transaction_id uuid        not null unique,
    trip_id        uuid,
    type           text        not null,
    type_version   smallint    not null check (type_version > 0),
    payload        jsonb       not null,
    recorded_at    timestamptz not null,
    unique (stream, version)
);

-- A trip is held, released and charged once each, whatever was delivered how often.
create unique index ledger_event_of_trip on ledger_event (trip_id, type) where trip_id is not null;

-- What each event moved: credits are positive, debits negative. Written with the event, and as permanent.
create table posting (
    transaction_id uuid           not null,
    line           smallint       not null check (line > 0),
    account        text           collate "C" not null,
    currency       text           not null check (currency ~ '^[A-Z]{3}$'),
    amount         numeric(19, 4) not null check (amount <> 0),
    primary key (transaction_id, line)
);

-- One statement writes all postings of a transaction, so one check a statement is enough, and cheaper than a deferred
-- one a row. Each statement adds zero, hence each transaction is zero for ever.
--
-- It also stands in for the foreign key to ledger_event: PostgreSQL checks a foreign key with the rights of the table's
-- owner and needs update for that, which is taken away below.
create function refuse_unbalanced_postings() returns trigger language plpgsql set search_path from current as $$
declare
    wrong record;
begin
    select transaction_id, currency, sum(amount) as excess into wrong
      from inserted group by transaction_id, currency having sum(amount) <> 0 limit 1;
    if found then
        raise exception 'the postings of transaction % sum to % %, not to zero',
                wrong.transaction_id, wrong.excess, wrong.currency
            using errcode = 'check_violation', constraint = 'posting_balance', table = 'posting';
    end if;
    select i.transaction_id into wrong
      from inserted i where not exists (select from ledger_event e where e.transaction_id = i.transaction_id) limit 1;
    if found then
        raise exception 'transaction % has postings but no event', wrong.transaction_id
            using errcode = 'foreign_key_violation', constraint = 'posting_event', table = 'posting';
    end if;
    return null;
end $$;

create trigger posting_balance after insert on posting
    referencing new table as inserted for each statement execute function refuse_unbalanced_postings();

-- Nobody rewrites the store. The module's role owns the tables, so it can lose the right and give it back to itself; the
-- triggers still refuse then. An owner who means it can drop a trigger: this guards against mistakes and against
-- injected SQL, not against whoever writes migrations.
revoke update, delete, truncate on ledger_event, posting from current_user;

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only, % is refused', tg_table_name, lower(tg_op)
        using errcode = 'restrict_violation', table = tg_table_name;
end $$;

create trigger ledger_event_append_only before update or delete or truncate on ledger_event
    for each statement execute function refuse_change();
create trigger posting_append_only before update or delete or truncate on posting
    for each statement execute function refuse_change();

-- The pen: whoever writes holds this row until the end of their transaction. Position is the last one written,
-- generation the one of the read models that readers look at.
create table ledger_head (
    singleton  boolean not null primary key default true check (singleton),
    position   bigint  not null,
    generation integer not null
);
insert into ledger_head (position, generation) values (0, 1);

-- Read models, all of them derived from the store, moved in the transaction that writes the event and rebuilt beside the
-- live ones under the next generation.
create table account (
    generation integer        not null,
    account    text           collate "C" not null,
    currency   text           not null,
    kind       text           not null,
    debits     numeric(19, 4) not null,
    credits    numeric(19, 4) not null,
    balance    numeric(19, 4) not null generated always as (credits - debits) stored,
    held       numeric(19, 4) not null check (held >= 0),
    charges    bigint         not null,
    charged    numeric(19, 4) not null,
    -- Byte order ("C") also serves searches by prefix.
    primary key (generation, account, currency)
) with (fillfactor = 80);

create table statement_entry (
    generation integer        not null,
    account    text           collate "C" not null,
    currency   text           not null,
    position   bigint         not null,
    reason     text           not null,
    trip_id    uuid,
    amount     numeric(19, 4) not null,
    balance    numeric(19, 4) not null,
    at         timestamptz    not null,
    primary key (generation, account, currency, position)
);

insert into event_cursor (producer, lane, position) select 'trips', lane, 0 from generate_series(0, 7) lane;
