create table shelf (id bigint primary key, sku text not null);
revoke delete on shelf from current_user;
grant select on shelf to stock;
create function pinned() returns void language sql set search_path from current as 'select 1';
create function pinned_by_name() returns void language sql set search_path = stock as 'select 1';
insert into event_cursor (producer, lane, position) select 'orders', lane, 0 from generate_series(0, 7) lane;
