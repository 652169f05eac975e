create table pebble (
    id     uuid primary key,
    colour text not null constraint pebble_colour_check check (length(colour) <= 100)
);
