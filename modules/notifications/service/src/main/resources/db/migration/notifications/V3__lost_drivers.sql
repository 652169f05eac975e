-- A trip may lose its driver before it begins, and that may be heard before the assignment.
alter table engagement add column lost text[] not null default '{}';
