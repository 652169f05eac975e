package dev.hailstone.infra.persistence;

import java.nio.file.Path;
import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Where the embedded database lives.
///
/// Nothing here counts when `spring.datasource.url` names a server. That server is PostgreSQL 16 or newer, and its user
/// needs to log in, `CREATEROLE`, and `CREATE` and `CONNECT` on the database; it should be no superuser.
///
/// @param directory a directory of its own, kept between starts, for one process at a time. By default it is
///                  `.hailstone/postgres` in the user's home, the same for every way to start; see `defaults.properties`
/// @param patience  how long the server may take to start, recovery after a crash included
@ConfigurationProperties("hailstone.database")
record DatabaseProperties(Path directory,
        @DefaultValue("60s") Duration patience) {}
