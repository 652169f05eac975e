insert into event_cursor (producer, lane, position) select 'shop', lane, 0 from generate_series(0, 7) lane;
