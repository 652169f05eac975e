package dev.hailstone.architecture;

import java.nio.file.Path;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/// The two shops of `com.acme`, one sound and one tangled, with everything that a rule could look at.
///
/// The tests of the sound one are those of the rules themselves: whoever disables [HailstoneTests] breaks [SoundShopTests], and the
/// other way round.
final class Shops {

    private static final Once<ExtractableModules> SOUND = new Once<>(
            () -> shop("com.acme.sound", "sound", com.acme.sound.Shop.class)
                    .withModules("orders", "stock")
                    .withTestClasses(new ClassFileImporter()
                            .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
                            .importPackages("dev.hailstone.architecture")));
    private static final Once<ExtractableModules> TANGLED = new Once<>(
            () -> shop("com.acme.tangled", "tangled", com.acme.tangled.Shop.class)
                    .withModules("orders", "stock", "billing", "returns")
                    .withKernelLimit(2)
                    .withTestClasses(new ClassFileImporter().importPackages("com.acme.tangled.tests")));

    private Shops() {}

    static ExtractableModules sound() {
        return SOUND.get();
    }

    static ExtractableModules tangled() {
        return TANGLED.get();
    }

    private static ExtractableModules shop(String basePackage, String resources, Class<?> application) {
        return ExtractableModules.in(basePackage)
                .withClasses(new ClassFileImporter().importPackages(basePackage))
                .withApplication(application)
                .withMigrations(resources + "/db/migration/{module}")
                .withPoms(Path.of("src/test/resources", resources, "poms"));
    }
}
