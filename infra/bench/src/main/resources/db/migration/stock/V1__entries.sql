create table entry (
    id       bigint generated always as identity primary key,
    purchase text   not null,
    number   bigint not null,
    amount   bigint not null
);
