-- A trip may be booked for later, may lose its driver, and has in each open state a time when it goes on by itself.
alter table trip
    drop constraint trip_phase_check,
    drop constraint trip_check3;

alter table trip
    add column pickup_at timestamptz,
    add column reminded boolean not null default false,
    -- When the trip goes on by itself unless somebody else has moved it on.
    add column due_at timestamptz,
    add column drivers_lost integer not null default 0,
    add column cancellation_fee numeric(19, 4),
    add constraint known_phase check (phase in ('SCHEDULED', 'REQUESTED', 'ASSIGNED', 'ARRIVED', 'IN_PROGRESS', 'COMPLETED',
        'CANCELLED')),
    add constraint driver_of_a_phase check (driver_id is not null or phase in ('SCHEDULED', 'REQUESTED', 'CANCELLED')),
    add constraint pickup_time_of_a_booking check (pickup_at is not null or phase <> 'SCHEDULED'),
    add constraint fee_of_a_cancellation check (cancellation_fee is null or phase = 'CANCELLED');

-- Trips from before get their limit now.
update trip set due_at = now() + interval '12 hours' where ended_at is null;

alter table trip add constraint due_until_its_end check ((due_at is not null) = (ended_at is null));

create index trip_by_due_time on trip (due_at) where due_at is not null;
create index open_trip_by_driver on trip (driver_id) where ended_at is null and driver_id is not null;

-- Whoever has booked a trip for tomorrow may ride today.
drop index one_open_trip_per_rider;
create unique index one_open_trip_per_rider on trip (rider_id) where ended_at is null and phase <> 'SCHEDULED';

insert into event_cursor (producer, lane, position)
select 'tracking', lane, 0 from generate_series(0, 7) as lane;
