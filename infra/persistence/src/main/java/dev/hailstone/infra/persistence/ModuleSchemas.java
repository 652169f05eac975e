package dev.hailstone.infra.persistence;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

/// Gives each local module its role and its schema.
///
/// The login role may become each module's role, but inherits none: what is done outside a module's transaction is
/// refused by the server.
final class ModuleSchemas {

    private final DataSource dataSource;

    ModuleSchemas(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /// Makes what is missing. Several processes may do it at once.
    ///
    /// @throws DatabaseUnavailableException if the login role may not
    void provide(LocalModules modules) {
        try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
            // Held until the connection closes.
            statement.execute("select pg_advisory_lock(hashtextextended('hailstone.schemas', 0))");
            for (ModuleDescriptor module : modules.all()) {
                provide(module, statement);
            }
        } catch (SQLException e) {
            throw new DatabaseUnavailableException(
                    "The roles and schemas of the modules (" + modules + ") cannot be provided: " + e.getMessage(),
                    "The server must be PostgreSQL 16 or newer and reachable. Its user needs CREATEROLE, and CREATE on "
                            + "the database; or an administrator makes a role and a schema of each module's name, the "
                            + "role owning the schema, and grants the role with inherit false, set true.",
                    e);
        }
    }

    private static void provide(ModuleDescriptor module, Statement statement) throws SQLException {
        // Roles belong to all databases of a server, and the lock to one: hence the exceptions that are expected.
        statement.execute("""
                do $$
                begin
                    if not exists (select from pg_roles where rolname = '%1$s') then
                        begin
                            create role %1$s nologin;
                        exception when duplicate_object or unique_violation then null;
                        end;
                    end if;
                    if not pg_has_role('%1$s', 'set') then
                        grant %1$s to current_user with inherit false, set true;
                    end if;
                    if not exists (select from pg_namespace where nspname = '%1$s') then
                        create schema %1$s authorization %1$s;
                    elsif (select nspowner <> '%1$s'::regrole from pg_namespace where nspname = '%1$s') then
                        raise exception 'the schema %1$s belongs to another role than %1$s';
                    end if;
                end $$
                """.formatted(module.name()));
    }
}
