package dev.hailstone.infra.persistence;

import org.springframework.orm.jpa.vendor.HibernateJpaDialect;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;

/// Hibernate with a role per transaction.
final class ModuleRoleVendorAdapter extends HibernateJpaVendorAdapter {

    private final HibernateJpaDialect dialect;

    ModuleRoleVendorAdapter(RoleSettingDialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public HibernateJpaDialect getJpaDialect() {
        return dialect;
    }
}
