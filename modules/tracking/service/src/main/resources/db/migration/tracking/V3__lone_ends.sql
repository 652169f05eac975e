-- Ends without a driver are kept longer, so each kind has its oldest.
drop index engagement_ended;
create index engagement_ended on engagement (ended_at) where ended_at is not null and driver_id is not null;
create index lone_end_ended on engagement (ended_at) where ended_at is not null and driver_id is null;
