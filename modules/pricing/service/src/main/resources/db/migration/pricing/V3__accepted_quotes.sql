-- Accepted quotes are kept longer than open ones, so each kind has its oldest.
drop index quote_created;
create index open_quote_created on quote (created_at) where trip_id is null;
create index accepted_quote_created on quote (created_at) where trip_id is not null;
