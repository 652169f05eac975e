-- A trip may lose its driver before it begins, and then have another one. That may be heard before the assignment.
alter table engagement
    add column lost text[] not null default '{}',
    -- Whom the last change has freed.
    add column freed text,
    drop constraint engagement_check,
    add constraint of_somebody check (driver_id is not null or ended_at is not null or lost <> '{}');
