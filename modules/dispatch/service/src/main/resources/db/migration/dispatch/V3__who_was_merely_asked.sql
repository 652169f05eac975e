-- Whoever was merely asked does not stay the trip's driver.
update assignment set driver_id = null, distance_metres = null
where phase in ('GIVEN_UP', 'WITHDRAWN') and assigned_at is null and driver_id is not null;
