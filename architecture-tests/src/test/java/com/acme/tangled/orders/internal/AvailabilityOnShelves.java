package com.acme.tangled.orders.internal;

import com.acme.tangled.stock.Shelves;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

class AvailabilityOnShelves implements Availability {

    @Autowired Shelves shelves;

    private int least = 1;

    @Autowired
    void setClient(JdbcClient client) {
        least = client.sql("with few as (select 1) select count(*) from few, billing.invoice")
                .query(Integer.class)
                .single();
    }

    @Override
    public boolean of(String sku) {
        return shelves.count(sku) > least;
    }
}
