-- Once this was copied from stock.shelf; "billing" never saw it.
create table placed (
    id bigint primary key,
    sku text not null,
    remark text default 'see stock.shelf',
    placed_at timestamptz not null,
    placed_on date generated always as (extract(day from placed_at at time zone 'UTC')::text::date) stored
);

/* A comment /* within a comment */ from stock.shelf */
create index placed_by_sku on orders.placed (sku);

create function overdue(due timestamptz) returns boolean language plpgsql as $body$
begin
    execute format('update placed set remark = %L', 'taken from stock.shelf');
    return exists (select from placed p where p.placed_at < due and p.sku is distinct from p.remark)
            and pg_catalog.now() > due;
end
$body$;

insert into event_cursor (producer, lane, position) select 'stock', lane, 0 from generate_series(0, 7) lane;
insert into event_cursor (producer, lane, position) values ('billing', 0, 0);
