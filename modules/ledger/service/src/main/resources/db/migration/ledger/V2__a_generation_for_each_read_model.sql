-- Each read model is rebuilt by itself, so each has its own live generation.
alter table ledger_head rename column generation to account_generation;
alter table ledger_head
    add column statement_entry_generation integer,
    add column driver_earnings_generation integer,
    add column zone_revenue_generation    integer;
update ledger_head
   set statement_entry_generation = account_generation, driver_earnings_generation = account_generation,
       zone_revenue_generation = account_generation;
alter table ledger_head
    alter column statement_entry_generation set not null,
    alter column driver_earnings_generation set not null,
    alter column zone_revenue_generation    set not null;
