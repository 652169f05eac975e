-- A read model has two generations, 0 and 1, in a table each: one that readers look at, and one that a rebuild empties and
-- fills. Emptying a table costs nothing; deleting a generation from a table cost as much as writing another.
-- What is there is copied, which takes about as long as a rebuild. Nobody may stand between two of its locks: everybody takes
-- the head's first.
lock table ledger_head in access exclusive mode;

alter table account rename to account_before;
alter table statement_entry rename to statement_entry_before;
alter table driver_earnings rename to driver_earnings_before;
alter table zone_revenue rename to zone_revenue_before;

create table account (like account_before) partition by list (generation);
create table account_0 partition of account for values in (0) with (fillfactor = 70);
create table account_1 partition of account for values in (1) with (fillfactor = 70);

create table statement_entry (like statement_entry_before) partition by list (generation);
create table statement_entry_0 partition of statement_entry for values in (0);
create table statement_entry_1 partition of statement_entry for values in (1);

create table driver_earnings (like driver_earnings_before) partition by list (generation);
create table driver_earnings_0 partition of driver_earnings for values in (0) with (fillfactor = 70);
create table driver_earnings_1 partition of driver_earnings for values in (1) with (fillfactor = 70);

create table zone_revenue (like zone_revenue_before) partition by list (generation);
create table zone_revenue_0 partition of zone_revenue for values in (0) with (fillfactor = 70);
create table zone_revenue_1 partition of zone_revenue for values in (1) with (fillfactor = 70);

insert into account (generation, account, currency, debits, credits, held, charges, charged)
select h.account_generation % 2, b.account, b.currency, b.debits, b.credits, b.held, b.charges, b.charged
  from ledger_head h join account_before b on b.generation = h.account_generation;
insert into statement_entry (generation, account, currency, position, type, trip_id, amount, balance, held, at)
select h.statement_entry_generation % 2, b.account, b.currency, b.position, b.type, b.trip_id, b.amount, b.balance, b.held, b.at
  from ledger_head h join statement_entry_before b on b.generation = h.statement_entry_generation;
insert into driver_earnings (generation, account, currency, day, trips, earned)
select h.driver_earnings_generation % 2, b.account, b.currency, b.day, b.trips, b.earned
  from ledger_head h join driver_earnings_before b on b.generation = h.driver_earnings_generation;
insert into zone_revenue (generation, zone, hour, currency, trips, fares, revenue)
select h.zone_revenue_generation % 2, b.zone, b.hour, b.currency, b.trips, b.fares, b.revenue
  from ledger_head h join zone_revenue_before b on b.generation = h.zone_revenue_generation;

drop table account_before, statement_entry_before, driver_earnings_before, zone_revenue_before;

alter table account add primary key (generation, account, currency);
alter table statement_entry add primary key (generation, account, currency, position);
alter table driver_earnings add primary key (generation, account, currency, day);
alter table zone_revenue add primary key (generation, zone, hour, currency);

update ledger_head
   set account_generation = account_generation % 2, statement_entry_generation = statement_entry_generation % 2,
       driver_earnings_generation = driver_earnings_generation % 2, zone_revenue_generation = zone_revenue_generation % 2;
alter table ledger_head
    add check (account_generation in (0, 1)), add check (statement_entry_generation in (0, 1)),
    add check (driver_earnings_generation in (0, 1)), add check (zone_revenue_generation in (0, 1));

analyze account, statement_entry, driver_earnings, zone_revenue;
