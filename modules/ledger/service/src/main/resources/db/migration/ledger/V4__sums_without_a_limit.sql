-- What an account that everybody pays into has moved in all its life has more digits in some currencies than a single
-- account will ever hold.
alter table account drop column balance;
alter table account alter column debits type numeric, alter column credits type numeric, alter column charged type numeric;
alter table driver_earnings alter column earned type numeric;
alter table zone_revenue alter column fares type numeric, alter column revenue type numeric;
