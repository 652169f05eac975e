package dev.hailstone.infra.messaging;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/// Lets Spring Boot's beans for RabbitMQ come into being when somebody asks for them, and not with the process.
final class LazyRabbit implements BeanFactoryPostProcessor {

    private static final String PACKAGE = "org.springframework.boot.amqp.autoconfigure.";

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        for (String name : beans.getBeanDefinitionNames()) {
            BeanDefinition definition = beans.getBeanDefinition(name);
            if (startsWith(definition.getFactoryBeanName()) || startsWith(definition.getBeanClassName())) {
                definition.setLazyInit(true);
            }
        }
    }

    private static boolean startsWith(@Nullable String name) {
        return name != null && name.startsWith(PACKAGE);
    }
}
