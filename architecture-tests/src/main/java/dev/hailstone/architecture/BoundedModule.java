package dev.hailstone.architecture;

import com.tngtech.archunit.core.domain.JavaClass;

/// A bounded context: its contract is a package, its service is the package `internal` below.
///
/// @param name the last segment of the package
/// @param contract the package that other modules may use
record BoundedModule(String name, String contract) {

    String internal() {
        return contract + ".internal";
    }

    boolean owns(JavaClass type) {
        return within(type, contract);
    }

    boolean hides(JavaClass type) {
        return within(type, internal());
    }

    boolean offers(JavaClass type) {
        return owns(type) && !hides(type);
    }

    static boolean within(JavaClass type, String parent) {
        String packageName = type.getPackageName();
        return packageName.equals(parent) || packageName.startsWith(parent + ".");
    }
}
