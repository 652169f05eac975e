package dev.hailstone.infra.persistence;

import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Gives each transaction the name that [RoleSettingDialect] looks for.
final class NamedModuleTransactions implements ModuleTransactions {

    private final LocalModules modules;
    private final PlatformTransactionManager transactionManager;

    NamedModuleTransactions(LocalModules modules, PlatformTransactionManager transactionManager) {
        this.modules = modules;
        this.transactionManager = transactionManager;
    }

    @Override
    public TransactionTemplate of(String module) {
        ModuleDescriptor descriptor = modules.named(module)
                .orElseThrow(() -> new IllegalArgumentException(
                        "There is no module '" + module + "' in this process, only " + modules));
        TransactionTemplate template = new TransactionTemplate(transactionManager);
        template.setName(descriptor.basePackage());
        return template;
    }
}
