-- Cases in which the candidate calculator did not say what the control said.
create table fare_difference (
    difference_id      uuid primary key,
    occasion           text not null check (occasion in ('QUOTE', 'RIDE')),
    subject            uuid not null,
    distance_metres    double precision not null,
    seconds            bigint not null,
    tariff             integer not null references tariff,
    surge              numeric(5, 3) not null,
    control            text not null,
    control_amount     numeric(19, 4) not null,
    control_currency   char(3) not null,
    candidate          text not null,
    candidate_amount   numeric(19, 4),
    candidate_currency char(3),
    failure            text,
    found_at           timestamptz not null,
    check ((candidate_amount is null) = (candidate_currency is null)),
    check ((candidate_amount is null) = (failure is not null))
);
create index fare_difference_found on fare_difference (found_at);
