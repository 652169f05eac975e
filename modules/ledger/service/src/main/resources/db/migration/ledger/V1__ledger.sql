-- The store: what happened. Rows are added and never touched again.
--
-- A stream is a wallet, an account in one currency, and its versions are 1, 2, 3 …: whoever decided on version 7 and finds
-- 8 taken has decided on a stale wallet and decides anew. Each event carries the SHA-256 of the one before it in its
-- stream, of itself and of its postings.
create table ledger_event (
    stream         text        collate "C" not null,
    version        integer     not null check (version > 0),
    transaction_id uuid        not null unique,
    trip_id        uuid,
    -- The transaction that this one undoes; there is no second one that does.
    reverses       uuid        unique,
    type           text        not null,
    -- Which of the entries of its type about its trip this is: all but refunds are the first and only one.
    part           smallint    not null check (part > 0),
    type_version   smallint    not null check (type_version > 0),
    -- As text that PostgreSQL does not rewrite, for the hash is of these very characters.
    payload        json        not null,
    -- What reports group by: where and when that happened which the event is about.
    zone           text,
    occurred_at    timestamptz not null,
    recorded_at    timestamptz not null,
    hash           bytea       not null check (octet_length(hash) = 32),
    primary key (stream, version)
);

-- A trip is held, released and charged once each, whatever was delivered how often. It may be refunded in parts.
create unique index ledger_event_of_trip on ledger_event (trip_id, type, part) where trip_id is not null;

-- What each event moved (credits are positive, debits negative) and what it set aside or freed. Written with the event,
-- and as permanent.
create table posting (
    transaction_id uuid           not null,
    line           smallint       not null check (line > 0),
    account        text           collate "C" not null,
    currency       text           not null check (currency ~ '^[A-Z]{3}$'),
    amount         numeric(19, 4) not null,
    held           numeric(19, 4) not null,
    primary key (transaction_id, line)
);

-- All lines of a wallet. Nobody asks for those of an account that only collects.
create index posting_of_wallet on posting (account, currency)
    where split_part(account, ':', 1) in ('rider', 'driver', 'account');

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
    -- Lateral with a limit, which is a look-up by key under every plan; an anti-join was planned as a scan of all events.
    select i.transaction_id into wrong
      from inserted i
      left join lateral (
           select e.transaction_id from ledger_event e where e.transaction_id = i.transaction_id limit 1) e on true
     where e.transaction_id is null limit 1;
    if found then
        raise exception 'transaction % has postings but no event', wrong.transaction_id
            using errcode = 'foreign_key_violation', constraint = 'posting_event', table = 'posting';
    end if;
    return null;
end $$;

create trigger posting_balance after insert on posting
    referencing new table as inserted for each statement execute function refuse_unbalanced_postings();

-- The order of the store: each transaction's position, 1, 2, 3 … without gaps. It is given after the commit, by the
-- bookkeeper, so that nobody who writes waits for it and nobody who reads "after position n" ever misses a row that
-- became visible late. Within a stream it is the order of the versions.
create table ledger_order (
    position       bigint not null primary key check (position > 0),
    transaction_id uuid   not null unique
);

-- Committed transactions that have no position yet; a row for each commit.
create table ledger_unordered (
    batch_id     uuid   not null primary key,
    transactions uuid[] not null
);

-- Nobody rewrites the store. The module's role owns the tables, so it can lose the right and give it back to itself; the
-- triggers still refuse then. An owner who means it can drop a trigger: this guards against mistakes and against
-- injected SQL. Whoever gets past it is found by the chain of hashes.
revoke update, delete, truncate on ledger_event, posting, ledger_order from current_user;

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only, % is refused', tg_table_name, lower(tg_op)
        using errcode = 'restrict_violation', table = tg_table_name;
end $$;

create trigger ledger_event_append_only before update or delete or truncate on ledger_event
    for each statement execute function refuse_change();
create trigger posting_append_only before update or delete or truncate on posting
    for each statement execute function refuse_change();
create trigger ledger_order_append_only before update or delete or truncate on ledger_order
    for each statement execute function refuse_change();

-- What decisions are based on: each wallet as of its last event, moved in the transaction of that event. It is a snapshot;
-- the events say the same. Riders, drivers and plain accounts have wallets. Accounts that only collect have none: there
-- is no rule to protect on them, so there is no row for writers to queue at.
create table wallet (
    stream   text           collate "C" not null primary key,
    -- Of the last event in the wallet's own stream; 0 if others' events have only added to it.
    version  integer        not null check (version >= 0),
    hash     bytea,
    balance  numeric(19, 4) not null,
    held     numeric(19, 4) not null check (held >= 0),
    charged  numeric(19, 4) not null,
    paid_out numeric(19, 4) not null,
    -- How far it may be overdrawn.
    credit   numeric(19, 4) not null check (credit >= 0),
    check ((version = 0) = (hash is null))
) with (fillfactor = 70);

-- A fare that was driven is owed whatever the balance says, so a wallet can be below its limit. But nothing is set aside
-- and nothing paid out beyond it.
create function refuse_beyond_limit() returns trigger language plpgsql as $$
begin
    raise exception 'wallet % would hold % of a balance of % with a limit of %',
            new.stream, new.held, new.balance, new.credit
        using errcode = 'check_violation', constraint = 'wallet_limit', table = 'wallet';
end $$;

create trigger wallet_limit_of_new after insert on wallet for each row
    when ((new.held > 0 or new.paid_out > 0) and new.held > new.balance + new.credit)
    execute function refuse_beyond_limit();
create trigger wallet_limit after update on wallet for each row
    when ((new.held > old.held or new.paid_out > old.paid_out) and new.held > new.balance + new.credit)
    execute function refuse_beyond_limit();

-- How far the bookkeeper is: the last position that was given and is in the read models, and the generation of these that
-- readers look at.
create table ledger_head (
    singleton  boolean not null primary key default true check (singleton),
    position   bigint  not null,
    generation integer not null
);
insert into ledger_head (position, generation) values (0, 1);

-- Read models, all of them derived from the store in the order of positions, and rebuilt beside the live ones under the
-- next generation.
create table account (
    generation integer        not null,
    account    text           collate "C" not null,
    currency   text           not null,
    debits     numeric(19, 4) not null,
    credits    numeric(19, 4) not null,
    balance    numeric(19, 4) not null generated always as (credits - debits) stored,
    held       numeric(19, 4) not null,
    charges    bigint         not null,
    charged    numeric(19, 4) not null,
    -- Byte order ("C") also serves searches by prefix.
    primary key (generation, account, currency)
) with (fillfactor = 70);

-- A row for each event that moved or held money of a wallet, with what the wallet was afterwards.
create table statement_entry (
    generation integer        not null,
    account    text           collate "C" not null,
    currency   text           not null,
    position   bigint         not null,
    type       text           not null,
    trip_id    uuid,
    amount     numeric(19, 4) not null,
    balance    numeric(19, 4) not null,
    held       numeric(19, 4) not null,
    at         timestamptz    not null,
    primary key (generation, account, currency, position)
);

-- What drivers earned with the trips of a day (UTC), refunds taken off.
create table driver_earnings (
    generation integer        not null,
    account    text           collate "C" not null,
    currency   text           not null,
    day        date           not null,
    trips      bigint         not null,
    earned     numeric(19, 4) not null,
    primary key (generation, account, currency, day)
) with (fillfactor = 70);

-- What rides that began in a zone in an hour (UTC) cost, and what of it is the platform's, refunds taken off.
create table zone_revenue (
    generation integer        not null,
    zone       text           collate "C" not null,
    hour       timestamptz    not null,
    currency   text           not null,
    trips      bigint         not null,
    fares      numeric(19, 4) not null,
    revenue    numeric(19, 4) not null,
    primary key (generation, zone, hour, currency)
) with (fillfactor = 70);

insert into event_cursor (producer, lane, position) select 'trips', lane, 0 from generate_series(0, 7) lane;
