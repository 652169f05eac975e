package dev.hailstone.architecture;

import java.util.Set;

/// Names of Spring's and Jakarta's types, as text, so that the rules need neither on the class path.
final class Spring {

    static final String HTTP_EXCHANGE = "org.springframework.web.service.annotation.HttpExchange";
    static final String REQUEST_MAPPING = "org.springframework.web.bind.annotation.RequestMapping";
    static final String CONTROLLER = "org.springframework.stereotype.Controller";
    static final String EVENT_LISTENER = "org.springframework.context.event.EventListener";
    static final String APPLICATION_LISTENER = "org.springframework.context.ApplicationListener";
    static final String NAMED_INTERFACE = "org.springframework.modulith.NamedInterface";
    static final String TRANSACTION_OPERATIONS = "org.springframework.transaction.support.TransactionOperations";
    static final String TRANSACTION_MANAGER = "org.springframework.transaction.PlatformTransactionManager";
    static final String TRANSACTION_STATUS = "org.springframework.transaction.TransactionStatus";
    static final Set<String> TRANSACTIONAL = Set.of("org.springframework.transaction.annotation.Transactional",
            "jakarta.transaction.Transactional");
    static final Set<String> INJECTION = Set.of("org.springframework.beans.factory.annotation.Autowired",
            "org.springframework.beans.factory.annotation.Value", "jakarta.inject.Inject",
            "jakarta.annotation.Resource", "jakarta.persistence.PersistenceContext",
            "jakarta.persistence.PersistenceUnit");

    private Spring() {}
}
