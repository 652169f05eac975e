create table pebble (
    id     uuid primary key,
    colour text not null
);
