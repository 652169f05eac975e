create table assignment (
    trip_id uuid primary key,
    rider_id text not null,
    phase text not null check (phase in
        ('AWAITING_HOLD', 'AWAITING_REQUEST', 'SEARCHING', 'ASSIGNED', 'RELEASED', 'GIVEN_UP', 'WITHDRAWN')),
    pickup_latitude double precision,
    pickup_longitude double precision,
    give_up_at timestamptz,
    attempts integer not null default 0,
    next_attempt_at timestamptz,
    driver_id text,
    distance_metres double precision,
    assigned_at timestamptz,
    ended_at timestamptz,
    check ((next_attempt_at is not null) = (phase = 'SEARCHING')),
    check ((ended_at is not null) = (phase in ('RELEASED', 'GIVEN_UP', 'WITHDRAWN'))),
    check (driver_id is not null or phase not in ('ASSIGNED', 'RELEASED'))
);

create unique index one_open_assignment_per_driver on assignment (driver_id) where phase = 'ASSIGNED';
create index search_by_next_attempt on assignment (next_attempt_at) where phase = 'SEARCHING';
create index assignment_by_phase on assignment (phase, trip_id);

insert into event_cursor (producer, lane, position)
select producer, lane, 0
from (values ('trips'), ('ledger')) as producers (producer), generate_series(0, 7) as lane;
