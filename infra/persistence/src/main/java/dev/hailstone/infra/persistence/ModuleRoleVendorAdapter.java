package dev.hailstone.infra.persistence;

import org.springframework.orm.jpa.vendor.Database;
import org.springframework.orm.jpa.vendor.HibernateJpaDialect;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;

/// Hibernate on PostgreSQL, with a role per transaction.
final class ModuleRoleVendorAdapter extends HibernateJpaVendorAdapter {

    private final HibernateJpaDialect dialect;

    ModuleRoleVendorAdapter(RoleSettingDialect dialect) {
        this.dialect = dialect;
        setDatabase(Database.POSTGRESQL);
    }

    @Override
    public HibernateJpaDialect getJpaDialect() {
        return dialect;
    }
}
