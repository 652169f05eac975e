package dev.hailstone.infra.web;

import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;

import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.media.NumberSchema;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import org.jspecify.annotations.Nullable;

import dev.hailstone.kernel.GeoPoint;
import dev.hailstone.kernel.Identifier;
import dev.hailstone.kernel.Money;

/// Documents the kernel's types in the form in which they travel, and says of every record what it cannot do without.
final class KernelSchemas implements ModelConverter {

    private static final String SCHEMAS = Components.COMPONENTS_SCHEMAS_REF;

    @Override
    public @Nullable Schema<?> resolve(AnnotatedType type, ModelConverterContext context,
            Iterator<ModelConverter> others) {
        Class<?> rawType = Json.mapper().constructType(type.getType()).getRawClass();
        if (Identifier.class.isAssignableFrom(rawType)) {
            return identifier(rawType);
        }
        if (rawType == Money.class) {
            return define("Money", money(), context);
        }
        if (rawType == GeoPoint.class) {
            return define("GeoPoint", geoPoint(), context);
        }
        Schema<?> resolved = others.hasNext() ? others.next().resolve(type, context, others) : null;
        if (rawType.isRecord() && resolved != null && resolved.get$ref() != null) {
            Schema<?> model = context.getDefinedModels().get(resolved.get$ref().substring(SCHEMAS.length()));
            if (model != null) {
                model.setRequired(requiredComponents(rawType));
            }
        }
        return resolved;
    }

    private static @Nullable List<String> requiredComponents(Class<?> type) {
        List<String> required = Arrays.stream(type.getRecordComponents())
                .filter(component -> !component.getAnnotatedType().isAnnotationPresent(Nullable.class))
                .map(RecordComponent::getName)
                .toList();
        return required.isEmpty() ? null : required;
    }

    private static Schema<?> identifier(Class<?> type) {
        boolean uuid = type.isRecord() && type.getRecordComponents()[0].getType() == UUID.class;
        return uuid
                ? new StringSchema().format("uuid").example("01990f6e-5a3c-7cc2-9d5b-6f1c8f0b2a41")
                : new StringSchema().pattern("[A-Za-z0-9._-]{1,64}").example("anna-17");
    }

    private static Schema<?> money() {
        Schema<?> money = new ObjectSchema()
                .description("An exact amount, with as many decimals as its currency has.")
                .addProperty("amount", new NumberSchema().example(new BigDecimal("12.95")))
                .addProperty("currency", new StringSchema().description("ISO 4217").example("USD"));
        money.setRequired(List.of("amount", "currency"));
        return money;
    }

    private static Schema<?> geoPoint() {
        Schema<?> place = new ObjectSchema().description("A place in WGS 84, in degrees north and east.")
                .addProperty("latitude", degrees(90).example(new BigDecimal("40.7484")))
                .addProperty("longitude", degrees(180).example(new BigDecimal("-73.9857")));
        place.setRequired(List.of("latitude", "longitude"));
        return place;
    }

    private static Schema<?> degrees(int limit) {
        return new NumberSchema().minimum(BigDecimal.valueOf(-limit)).maximum(BigDecimal.valueOf(limit));
    }

    private static Schema<?> define(String name, Schema<?> schema, ModelConverterContext context) {
        context.defineModel(name, schema);
        return new Schema<>().$ref(name);
    }
}
