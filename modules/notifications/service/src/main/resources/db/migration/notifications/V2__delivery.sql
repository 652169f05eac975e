-- A recipient's notifications in the order in which they were committed, from 1: what follows a position is news.
alter table notification add column position bigint;

update notification set position = numbered.position
from (select id, row_number() over (partition by recipient order by id) as position from notification) as numbered
where notification.id = numbered.id;

alter table notification alter column position set not null;
create unique index notification_by_recipient_and_position on notification (recipient, position);
drop index notification_by_recipient;

create table preference (
    recipient text primary key,
    language text,
    email text,
    quiet_from time,
    quiet_until time,
    quiet_zone text,
    check (num_nulls(quiet_from, quiet_until, quiet_zone) in (0, 3))
);

-- E-mails that are still to be sent. One that is sent is deleted; one without a time has been given up.
create table delivery (
    notification_id uuid primary key references notification on delete cascade,
    due_at timestamptz,
    attempts int not null default 0,
    failure text
);

create index delivery_by_time on delivery (due_at);

-- That somebody was forgotten. Whom, is kept as a digest only: it answers whether it was one, and names nobody.
create table erasure (
    id uuid primary key,
    subject bytea not null,
    at timestamptz not null,
    -- How many notifications were erased, and the highest position that the recipient has had.
    notifications int not null,
    position bigint not null
);

create index erasure_by_subject on erasure (subject);
