package dev.hailstone.infra.json;

import java.math.BigDecimal;

import com.fasterxml.jackson.annotation.JsonFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.Version;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.KeyDeserializer;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.deser.Deserializers;
import tools.jackson.databind.deser.KeyDeserializers;
import tools.jackson.databind.ser.Serializers;

import dev.hailstone.kernel.Identifier;

/// What Jackson has to be told about our types.
final class KernelModule extends JacksonModule {

    @Override
    public String getModuleName() {
        return "hailstone";
    }

    @Override
    public Version version() {
        return Version.unknownVersion();
    }

    @Override
    public void setupModule(SetupContext context) {
        context.insertAnnotationIntrospector(new RequiredComponents());
        context.addDeserializers(new Reading());
        context.addKeyDeserializers(new ReadingKeys());
        context.addSerializers(new Writing());
        context.addKeySerializers(new WritingKeys());
    }

    private static boolean isIdentifier(JavaType type) {
        return type.isRecordType() && type.isTypeOrSubTypeOf(Identifier.class);
    }

    private static boolean isDouble(Class<?> type) {
        return type == double.class || type == Double.class;
    }

    private static final class Reading extends Deserializers.Base {

        @Override
        public @Nullable ValueDeserializer<?> findBeanDeserializer(JavaType type, DeserializationConfig config,
                BeanDescription.Supplier description) {
            if (isIdentifier(type)) {
                return new IdentifierReader(IdentifierFactory.of(type.getRawClass()));
            }
            if (isDouble(type.getRawClass())) {
                return new FiniteDoubleReader(type.getRawClass());
            }
            return type.hasRawClass(BigDecimal.class) ? new DecimalReader() : null;
        }

        @Override
        public boolean hasDeserializerFor(DeserializationConfig config, Class<?> type) {
            return Identifier.class.isAssignableFrom(type) || isDouble(type) || type == BigDecimal.class;
        }
    }

    private static final class ReadingKeys implements KeyDeserializers {

        @Override
        public @Nullable KeyDeserializer findKeyDeserializer(JavaType type, DeserializationConfig config,
                BeanDescription.Supplier description) {
            return isIdentifier(type) ? new IdentifierKeyReader(IdentifierFactory.of(type.getRawClass())) : null;
        }
    }

    private static final class Writing extends Serializers.Base {

        @Override
        public @Nullable ValueSerializer<?> findSerializer(SerializationConfig config, JavaType type,
                BeanDescription.@Nullable Supplier description, JsonFormat.@Nullable Value format) {
            if (isIdentifier(type)) {
                return new IdentifierWriter();
            }
            return isDouble(type.getRawClass()) ? new FiniteDoubleWriter() : null;
        }
    }

    private static final class WritingKeys extends Serializers.Base {

        @Override
        public @Nullable ValueSerializer<?> findSerializer(SerializationConfig config, JavaType type,
                BeanDescription.@Nullable Supplier description, JsonFormat.@Nullable Value format) {
            return isIdentifier(type) ? new IdentifierKeyWriter() : null;
        }
    }
}
