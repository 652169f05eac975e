-- A driver may be asked before they have a trip. The offer lies in the assignment: it expires when the next attempt is due.
alter table assignment
    drop constraint assignment_phase_check,
    drop constraint assignment_check,
    drop constraint assignment_check1,
    drop constraint assignment_check2;

alter table assignment
    add column pickup_at timestamptz,
    add column offer_expires_at timestamptz,
    -- Drivers who refused, did not answer, or gave the trip back.
    add column declined text[] not null default '{}',
    -- Of the request, in the fields of W3C Trace Context.
    add column trace text,
    add constraint known_phase check (phase in ('AWAITING_HOLD', 'AWAITING_REQUEST', 'SEARCHING', 'OFFERED', 'ASSIGNED',
        'RELEASED', 'GIVEN_UP', 'WITHDRAWN')),
    add constraint due_while_searching check ((next_attempt_at is not null) = (phase in ('SEARCHING', 'OFFERED'))),
    add constraint expires_while_offered check ((offer_expires_at is not null) = (phase = 'OFFERED')),
    add constraint ended_at_the_end check ((ended_at is not null) = (phase in ('RELEASED', 'GIVEN_UP', 'WITHDRAWN'))),
    add constraint driver_of_a_phase check (driver_id is not null or phase not in ('OFFERED', 'ASSIGNED', 'RELEASED'));

drop index one_open_assignment_per_driver;
create unique index one_open_assignment_per_driver on assignment (driver_id) where phase in ('OFFERED', 'ASSIGNED');

drop index search_by_next_attempt;
create index search_by_next_attempt on assignment (next_attempt_at) where phase in ('SEARCHING', 'OFFERED');

-- Whether a driver is given trips without being asked, where they have said so.
create table acceptance (
    driver_id text primary key,
    auto_accept boolean not null
);
