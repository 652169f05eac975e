package dev.hailstone;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.modulith.Modulithic;

/// Found by `@ApplicationModuleTest`, which looks for an application above the test's package.
///
/// It scans nothing, as the real one: a module takes part because its jar is there. Without the shared modules, the beans
/// of infrastructure would be left out silently.
@Modulithic(systemName = "Hailstone", sharedModules = {"kernel", "infra"})
@SpringBootApplication(scanBasePackages = "dev.hailstone.nothing")
class ModuleTestApplication {}
