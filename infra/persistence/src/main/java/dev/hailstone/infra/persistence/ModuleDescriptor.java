package dev.hailstone.infra.persistence;

/// A module that runs in this process.
///
/// @param name        the name of the module, its schema and its role: a letter, then letters, digits and underscores,
///                    all in lower case
/// @param basePackage the package of its service; everything in it and below is the module's
public record ModuleDescriptor(String name, String basePackage) {

    /// @throws IllegalArgumentException if the name could not be that of a schema without quotes
    public ModuleDescriptor {
        if (!name.matches("[a-z][a-z0-9_]{0,62}")) {
            throw new IllegalArgumentException("A module cannot be called '" + name
                    + "': its schema and its role have that name, so it is made of a-z, 0-9 and _, beginning with a letter");
        }
    }

    boolean owns(String qualifiedName) {
        return qualifiedName.startsWith(basePackage) && (qualifiedName.length() == basePackage.length()
                || qualifiedName.charAt(basePackage.length()) == '.');
    }
}
