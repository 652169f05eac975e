-- What an account that everybody pays into has moved in all its life has more digits in some currencies than a single
-- account will ever hold.
alter table account drop column balance;
alter table account alter column debits type numeric, alter column credits type numeric, alter column charged type numeric;
alter table driver_earnings alter column earned type numeric;
alter table zone_revenue alter column fares type numeric, alter column revenue type numeric;

-- A statement never goes back in time, whoever committed last had looked at the clock when.
update statement_entry s set at = m.at
  from (select generation, account, currency, position,
               max(at) over (partition by generation, account, currency order by position) as at
          from statement_entry) m
 where s.generation = m.generation and s.account = m.account and s.currency = m.currency and s.position = m.position
   and s.at < m.at;

comment on column ledger_event.part is
    'Which of the entries of its type about its trip this is: a trip is refunded in parts, and charged anew after a reversal.';
