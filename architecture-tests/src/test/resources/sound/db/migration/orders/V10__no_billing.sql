delete from event_cursor where producer = 'billing';
