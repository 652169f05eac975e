package com.acme.sound.stock.internal;

import com.acme.sound.infra.security.OpenTo;
import com.acme.sound.stock.Shelves;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class ShelvesController implements Shelves {

    @Override
    @OpenTo("modules")
    public int count(String sku) {
        return sku.length();
    }

    @GetMapping("/{sku}/size")
    @OpenTo("customers")
    double size(String sku) {
        return count(sku) * 0.5;
    }
}
