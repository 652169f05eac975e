package dev.hailstone.architecture;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.StringEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;

/// The strings that a class carries: literals, pieces of concatenations, and what its annotations say.
///
/// ArchUnit does not import literals, so the class file is read once more.
final class StringConstants {

    private StringConstants() {}

    static List<String> of(JavaClass type) {
        List<String> texts = new ArrayList<>(literals(type));
        Stream.concat(Stream.of(type.getAnnotations()),
                type.getMembers().stream().map(member -> member.getAnnotations()))
                .flatMap(annotations -> annotations.stream())
                .forEach(annotation -> annotation.getProperties()
                        .values()
                        .forEach(value -> collect(value, texts)));
        return texts;
    }

    private static List<String> literals(JavaClass type) {
        return type.getSource().map(source -> {
            try (InputStream bytes = source.getUri().toURL().openStream()) {
                ClassModel model = ClassFile.of().parse(bytes.readAllBytes());
                List<String> texts = new ArrayList<>();
                model.constantPool().forEach(entry -> {
                    if (entry instanceof StringEntry string) {
                        texts.add(string.stringValue());
                    }
                });
                return texts;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }).orElseGet(ArrayList::new);
    }

    private static void collect(Object value, List<String> texts) {
        switch (value) {
            case String text -> texts.add(text);
            case Object[] several -> Stream.of(several).forEach(one -> collect(one, texts));
            case JavaAnnotation<?> nested -> nested.getProperties().values().forEach(one -> collect(one, texts));
            default -> {
                // Numbers, classes and enum constants carry no SQL.
            }
        }
    }
}
