create table invoice (
    id bigint primary key,
    order_id bigint references orders.placed (id)
);
insert into event_cursor (producer, lane, position) select 'stock', lane, 0 from generate_series(0, 7) lane;
create view open_invoice as
    select i.id, extract(day from i.due) from invoice i join "stock".shelf s on s.id = i.id;
insert into archive.invoice select * from invoice;
grant select on invoice to orders;
set local role stock; set search_path to billing, stock; alter table invoice set schema stock;
create function steal() returns void language plpgsql as $$
begin
    alter schema billing owner to stock;
    perform set_config('search_path', 'orders', true), orders.close(1);
end
$$;
do $$
begin
    execute 'set local role stock';
    execute E'delete from stock.shelf';
    execute format('grant select on invoice to %I', 'orders');
    if found then grant select on invoice to stock; else drop extension citext; end if;
    loop create role thief; end loop;
    execute ('alter system reset all');
end
$$;
