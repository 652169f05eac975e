create table heard (id bigint generated always as identity primary key, type text not null, key text not null, number bigint not null);
create table renamed (meter text primary key, new_name text not null);
insert into event_cursor (producer, lane, position)
select producer, lane, 0 from unnest(array['meter', 'billing']) producer, generate_series(0, 7) lane;
