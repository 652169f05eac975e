package dev.hailstone.architecture;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;

/// One schema a module, and nothing of it in anybody else's SQL.
final class SchemaRules {

    private static final String ENTITY = "jakarta.persistence.Entity";
    private static final String CONNECTION = "java.sql.Connection";
    private static final String TABLE = "jakarta.persistence.Table";
    private static final Set<String> TABLES = Set.of(TABLE, "jakarta.persistence.SecondaryTable",
            "jakarta.persistence.CollectionTable", "jakarta.persistence.JoinTable",
            "jakarta.persistence.SequenceGenerator", "jakarta.persistence.TableGenerator");
    private static final Set<String> STATEMENTS = Set.of("select", "insert", "update", "delete", "with", "merge",
            "truncate", "lock", "create", "alter", "drop");

    private final CodeBase code;

    SchemaRules(CodeBase code) {
        this.code = code;
    }

    void write(RuleBook book) {
        book.rule("HS-16", 6, "entities are internal and their tables lie in the schema of their module")
                .because("The schema is what moves when the module leaves; a table elsewhere stays behind.", "entities",
                        () -> code.types(type -> type.isAnnotatedWith(ENTITY)), this::liesInItsSchema);
        book.rule("HS-17", 6, "migrations name only the schema of their module")
                .because("A foreign key, a view or a grant across schemas cannot be cut while the system runs.",
                        "migrations", code::migrations, this::staysInItsSchema);
        book.rule("HS-18", 6, "no SQL in a module's code names the schema of another or changes the role")
                .because("A join across schemas is the dependency that no compiler sees.", "internal classes",
                        () -> code.types(code::isInternal), this::asksOnlyItsSchema);
    }

    private void liesInItsSchema(JavaClass entity, Consumer<String> violations) {
        String name = code.shortName(entity);
        if (!code.isInternal(entity)) {
            violations.accept("%s is not in an internal package".formatted(name));
            return;
        }
        String module = code.moduleOf(entity).map(BoundedModule::name).orElseThrow();
        if (!entity.isAnnotatedWith(TABLE) && !inheritsItsTable(entity)) {
            violations.accept("%s does not say its schema: @Table(schema = \"%s\") is missing".formatted(name, module));
        }
        tablesOf(entity)
                .filter(table -> !table.get("schema").orElse("").equals(module))
                .forEach(table -> violations.accept("%s: @%s has schema '%s' instead of '%s'".formatted(name,
                        table.getRawType().getSimpleName(), table.get("schema").orElse(""), module)));
    }

    private static boolean inheritsItsTable(JavaClass entity) {
        return entity.getAllRawSuperclasses().stream().anyMatch(parent -> parent.isAnnotatedWith(ENTITY));
    }

    private static Stream<JavaAnnotation<?>> tablesOf(JavaClass entity) {
        return Stream.<JavaAnnotation<?>>concat(entity.getAnnotations().stream(),
                entity.getMembers().stream().flatMap(member -> member.getAnnotations().stream()))
                .filter(annotation -> TABLES.contains(annotation.getRawType().getName()));
    }

    private void staysInItsSchema(Migration migration, Consumer<String> violations) {
        String script = "%s/%s".formatted(migration.module().name(), migration.name());
        SqlNames names = new SqlNames(migration.tokens(), othersThan(migration.module()));
        names.ofOtherModules((line, name) -> violations
                .accept("%s:%d names %s, which belongs to another module".formatted(script, line, name)));
        names.ofForeignSchemas(migration.module().name(), (line, name) -> violations
                .accept("%s:%d names %s, which is no schema of this module".formatted(script, line, name)));
        names.ofOwnersStatements(migration.module().name(), (line, phrase) -> violations
                .accept("%s:%d says '%s', which is not for a module to say".formatted(script, line, phrase)));
    }

    private void asksOnlyItsSchema(JavaClass type, Consumer<String> violations) {
        BoundedModule module = code.moduleOf(type).orElseThrow();
        Set<String> found = new TreeSet<>();
        for (String text : StringConstants.of(type)) {
            List<SqlToken> tokens = SqlTokens.of(text);
            SqlNames names = new SqlNames(tokens, othersThan(module));
            names.ofChangedSessions(module.name(),
                    (_, phrase) -> found.add("says '%s', which is not for a module to say".formatted(phrase)));
            if (!tokens.isEmpty() && STATEMENTS.stream().anyMatch(tokens.getFirst()::is)) {
                names.ofOtherModules((_, name) -> found.add("names " + name));
            } else {
                names.ofOtherModulesAsRelations((_, name) -> found.add("names " + name));
            }
        }
        found.forEach(what -> violations.accept("%s has SQL that %s".formatted(code.shortName(type), what)));
        if (choosesASchema(type)) {
            violations.accept("%s calls Connection.setSchema, which is not for a module to choose"
                    .formatted(code.shortName(type)));
        }
    }

    private static boolean choosesASchema(JavaClass type) {
        return type.getAccessesFromSelf()
                .stream()
                .anyMatch(access -> access.getName().equals("setSchema")
                        && access.getTargetOwner().isAssignableTo(CONNECTION));
    }

    private Set<String> othersThan(BoundedModule module) {
        return code.modules()
                .stream()
                .map(BoundedModule::name)
                .filter(name -> !name.equals(module.name()))
                .collect(Collectors.toUnmodifiableSet());
    }
}
