package dev.hailstone.architecture;

import java.util.List;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.EvaluationResult;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Tags;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StringConstantsTests {

    @Test
    void areLiteralsAndPiecesOfConcatenations() {
        assertThat(constantsOf(Speaking.class)).contains("select 1")
                .anySatisfy(piece -> assertThat(piece).contains(" join stock.shelf on id = "));
    }

    @Test
    void areWhatAnnotationsSayEvenNestedOnes() {
        assertThat(constantsOf(Speaking.class)).contains("on the class", "first", "second");
    }

    @Test
    void areReadFromJarsToo() {
        assertThat(constantsOf(EvaluationResult.class)).contains("archunit_ignore_patterns.txt");
    }

    private static List<String> constantsOf(Class<?> type) {
        return StringConstants.of(new ClassFileImporter().importClass(type));
    }

    @Tag("on the class")
    private static final class Speaking {

        private static final String LITERAL = "select 1";

        @Tags({@Tag("first"), @Tag("second")})
        @Override
        public String toString() {
            return LITERAL + hashCode() + " join stock.shelf on id = " + hashCode();
        }
    }
}
