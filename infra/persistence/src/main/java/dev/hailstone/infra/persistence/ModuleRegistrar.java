package dev.hailstone.infra.persistence;

import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.ClassUtils;

/// Describes each local module by a bean.
class ModuleRegistrar implements ImportBeanDefinitionRegistrar {

    @Override
    public void registerBeanDefinitions(AnnotationMetadata module, BeanDefinitionRegistry registry) {
        ModuleDescriptor descriptor = new ModuleDescriptor(
                module.getAnnotations().get(HailstoneModule.class).getString("name"),
                ClassUtils.getPackageName(module.getClassName()));
        registry.registerBeanDefinition(ModuleDescriptor.class.getName() + "." + descriptor.name(),
                BeanDefinitionBuilder.genericBeanDefinition(ModuleDescriptor.class, () -> descriptor)
                        .getBeanDefinition());
    }
}
