package dev.hailstone.infra.persistence;

import org.springframework.transaction.support.TransactionTemplate;

/// Transactions for code that is no module itself but works in a module's name.
///
/// Modules need nothing of it: `@Transactional` on a class of theirs runs as the role of their module.
public interface ModuleTransactions {

    /// A template whose transactions run as the module's role and see its schema first.
    ///
    /// @throws IllegalArgumentException if the module is not part of this process
    TransactionTemplate of(String module);
}
