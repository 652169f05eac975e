package dev.hailstone.infra.json;

import java.io.Serial;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.NopAnnotationIntrospector;

/// Tells Jackson what JSpecify says: a record's component, and an element of its lists, is required unless `@Nullable`.
final class RequiredComponents extends NopAnnotationIntrospector {

    @Serial private static final long serialVersionUID = 1L;

    /// Remembered, for Jackson asks for every component several times, and looking for a package's annotations loads a class.
    private static final ClassValue<Boolean> NULL_MARKED = new ClassValue<>() {

        @Override
        protected Boolean computeValue(Class<?> type) {
            return isNullMarked(type);
        }
    };

    @Override
    public @Nullable Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
        RecordComponent component = component(member);
        boolean required = component != null && !isNullable(component.getAnnotatedType());
        return required ? Boolean.TRUE : null;
    }

    @Override
    public JsonSetter.Value findSetterInfo(MapperConfig<?> config, Annotated annotated) {
        RecordComponent component = component(annotated);
        if (component == null) {
            return JsonSetter.Value.empty();
        }
        return JsonSetter.Value.construct(isNullable(component.getAnnotatedType()) ? Nulls.DEFAULT : Nulls.FAIL,
                hasRequiredContent(component) ? Nulls.FAIL : Nulls.DEFAULT);
    }

    private static boolean hasRequiredContent(RecordComponent component) {
        boolean container = Collection.class.isAssignableFrom(component.getType())
                || Map.class.isAssignableFrom(component.getType());
        if (!container || !(component.getAnnotatedType() instanceof AnnotatedParameterizedType type)) {
            return false;
        }
        AnnotatedType[] arguments = type.getAnnotatedActualTypeArguments();
        return !isNullable(arguments[arguments.length - 1]);
    }

    /// The component that a parameter of a null-marked record's canonical constructor sets.
    private static @Nullable RecordComponent component(Annotated annotated) {
        if (!(annotated instanceof AnnotatedParameter parameter)) {
            return null;
        }
        Class<?> type = parameter.getDeclaringClass();
        if (!type.isRecord() || !NULL_MARKED.get(type)) {
            return null;
        }
        RecordComponent[] components = type.getRecordComponents();
        return parameter.getOwner().getParameterCount() == components.length ? components[parameter.getIndex()] : null;
    }

    private static boolean isNullable(AnnotatedType type) {
        return type.isAnnotationPresent(Nullable.class);
    }

    private static boolean isNullMarked(Class<?> type) {
        for (Class<?> scope = type; scope != null; scope = scope.getEnclosingClass()) {
            if (scope.isAnnotationPresent(NullMarked.class)) {
                return true;
            }
            if (scope.isAnnotationPresent(NullUnmarked.class)) {
                return false;
            }
        }
        return type.getPackage().isAnnotationPresent(NullMarked.class)
                || type.getModule().isAnnotationPresent(NullMarked.class);
    }
}
