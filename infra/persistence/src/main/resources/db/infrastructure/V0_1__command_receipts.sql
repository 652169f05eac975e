create table command_receipt (
    idempotency_key text        primary key,
    command_hash    bytea       not null,
    subject         text        not null,
    created_at      timestamptz not null
);
