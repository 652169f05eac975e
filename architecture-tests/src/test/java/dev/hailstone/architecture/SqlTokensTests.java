package dev.hailstone.architecture;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SqlTokensTests {

    @Test
    void readsWordsInLowerCase() {
        assertThat(texts("SELECT id, Name_2 FROM Trip;")).containsExactly("select", "id", ",", "name_2", "from", "trip",
                ";");
    }

    @Test
    void leavesOutCommentsEvenNestedOnes() {
        assertThat(texts("a -- b\nc /* d /* e */ f */ g")).containsExactly("a", "c", "g");
    }

    @Test
    void keepsStringsWhole() {
        assertThat(SqlTokens.of("'it''s -- from stock.shelf' E'a\\'b' 'c\\'")).containsExactly(
                new SqlToken(SqlToken.Kind.STRING, "it's -- from stock.shelf", 1),
                new SqlToken(SqlToken.Kind.STRING, "a'b", 1),
                new SqlToken(SqlToken.Kind.STRING, "c\\", 1));
    }

    @Test
    void takesQuotedNamesAsTheyAre() {
        assertThat(SqlTokens.of("\"Order\".\"a\"\"b\"")).containsExactly(
                new SqlToken(SqlToken.Kind.QUOTED, "Order", 1),
                new SqlToken(SqlToken.Kind.SIGN, ".", 1),
                new SqlToken(SqlToken.Kind.QUOTED, "a\"b", 1));
    }

    @Test
    void readsDollarQuotedBodiesAsSql() {
        assertThat(texts("do $$ begin call a.b(); end $$; $x$ select 'y' $x$")).containsExactly("do", "begin", "call",
                "a", ".", "b", "(", ")", ";", "end", ";", "select", "y");
    }

    @Test
    void readsStringsThatAreExecutedAsSql() {
        assertThat(texts("execute 'call a.b()' using 'c d'; execute format('drop %I', 'e f')")).containsExactly(
                "execute", "call", "a", ".", "b", "(", ")", "using", "c d", ";", "execute", "format", "(", "drop", "%",
                "i", ",", "e f", ")");
    }

    @Test
    void keepsStringsWholeThatAreArgumentsOfWhatIsExecuted() {
        assertThat(texts("execute function f('a b'); select format('c d')")).contains("a b", "c d");
    }

    @Test
    void takesParametersForSigns() {
        assertThat(texts("id = $1 and $2")).containsExactly("id", "=", "$", "1", "and", "$", "2");
    }

    @Test
    void countsLinesAcrossCommentsStringsAndBodies() {
        assertThat(SqlTokens.of("/*\n*/ 'a\nb' $$\nc $$\nd").stream().map(token -> token.text() + token.line()))
                .containsExactly("a\nb2", "c4", "d5");
    }

    @Test
    void endsWhereAStringNeverEnds() {
        assertThat(texts("select 'a")).containsExactly("select", "a");
        assertThat(texts("select $$ a")).containsExactly("select", "a");
        assertThat(texts("select /* a")).containsExactly("select");
    }

    private static List<String> texts(String sql) {
        return SqlTokens.of(sql).stream().map(SqlToken::text).toList();
    }
}
