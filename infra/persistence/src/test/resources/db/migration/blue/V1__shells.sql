create table shell (
    id     uuid primary key,
    colour text not null
);
