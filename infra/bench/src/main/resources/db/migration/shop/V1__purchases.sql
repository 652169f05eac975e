create table purchase (
    id      text primary key,
    changes bigint not null,
    total   bigint not null
);

-- What is changed without an event has rows of its own, so that the others can be compared with what was heard.
insert into purchase (id, changes, total)
select kind || number, 0, 0 from unnest(array['told-', 'bare-']) kind, generate_series(0, 999) number;
