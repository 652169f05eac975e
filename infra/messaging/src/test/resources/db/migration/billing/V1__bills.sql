create table heard (id bigint generated always as identity primary key, type text not null, key text not null, number bigint not null);
create table mended (meter text primary key);
insert into event_cursor (producer, lane, position) select 'meter', lane, 0 from generate_series(0, 7) lane;
