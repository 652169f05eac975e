-- When this module heard that the driver was assigned; the rider's time to cancel freely counts from then. Trips from before
-- have nothing here: for them it counts from the assignment.
alter table trip add column assignment_heard_at timestamptz;
