package com.acme.tangled;

import org.springframework.modulith.Modulithic;

/// The application.
@Modulithic(sharedModules = {"kernel", "infra"})
public final class Shop {

    private Shop() {}
}
