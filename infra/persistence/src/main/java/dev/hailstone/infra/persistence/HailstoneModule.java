package dev.hailstone.infra.persistence;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationExcludeFilter;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;
import org.springframework.context.annotation.Import;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;

/// Makes a package a module: its components, entities and repositories are found, its schema and role are provided, its
/// migrations run, and its transactions run as its role.
///
/// The annotated class is an auto-configuration, named in
/// `META-INF/spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports`, so that a module takes part because
/// its jar is there. It stays out where `hailstone.modules.<name>.mode` is `remote`.
///
/// Beans are named by their full class name: modules may use the same simple names.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@AutoConfiguration(beforeName = {
        "org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration",
        "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration"})
@Conditional(OnLocalModule.class)
@ComponentScan(nameGenerator = FullyQualifiedAnnotationBeanNameGenerator.class, excludeFilters = {
        @Filter(type = FilterType.CUSTOM, classes = TypeExcludeFilter.class),
        @Filter(type = FilterType.CUSTOM, classes = AutoConfigurationExcludeFilter.class)})
@EntityScan
@EnableJpaRepositories(nameGenerator = FullyQualifiedAnnotationBeanNameGenerator.class)
@Import(ModuleRegistrar.class)
public @interface HailstoneModule {

    /// The module's name, which is also that of its schema, its role and its folder of migrations.
    ///
    /// It is not called `value`, for that would become the name of a bean.
    String name();
}
