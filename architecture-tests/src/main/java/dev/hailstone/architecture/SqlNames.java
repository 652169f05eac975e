package dev.hailstone.architecture;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/// Finds names in SQL that leave a module's schema.
final class SqlNames {

    private static final Set<String> BEFORE_RELATIONS = Set.of("from", "join", "into", "table", "references", "view",
            "sequence", "type", "function", "procedure", "only", "truncate", "exists", "update");
    private static final Set<String> BEFORE_STATEMENTS = Set.of(";", "begin", "then", "else", "loop", "execute");
    private static final Set<String> BUILT_IN = Set.of("pg_catalog", "information_schema");
    private static final Set<String> FUNCTIONS_WITH_FROM = Set.of("extract", "substring", "trim", "overlay");
    private static final Set<String> SETTINGS = Set.of("role", "session_authorization", "search_path", "schema");
    private static final Set<String> VERBS_OF_OWNERS = Set.of("create", "alter", "drop");
    private static final Set<String> THINGS_OF_OWNERS = Set.of("schema", "role", "user", "database", "extension",
            "system");

    private final List<SqlToken> tokens;
    private final Set<String> otherModules;

    SqlNames(List<SqlToken> tokens, Set<String> otherModules) {
        this.tokens = tokens;
        this.otherModules = otherModules;
    }

    /// Every name of another module's schema, wherever it stands.
    void ofOtherModules(BiConsumer<Integer, String> found) {
        for (int i = 0; i + 2 < tokens.size(); i++) {
            if (isQualified(i) && otherModules.contains(tokens.get(i).text())) {
                found.accept(tokens.get(i).line(), qualified(i));
            }
        }
    }

    /// Names of another module's schema where SQL expects a relation; for fragments that may be no SQL at all.
    void ofOtherModulesAsRelations(BiConsumer<Integer, String> found) {
        for (int i = 1; i + 2 < tokens.size(); i++) {
            if (isQualified(i) && isRelation(i) && otherModules.contains(tokens.get(i).text())) {
                found.accept(tokens.get(i).line(), qualified(i));
            }
        }
    }

    /// Relations of any schema but the module's own and PostgreSQL's.
    void ofForeignSchemas(String ownSchema, BiConsumer<Integer, String> found) {
        Deque<String> parentheses = new ArrayDeque<>();
        for (int i = 0; i + 2 < tokens.size(); i++) {
            SqlToken token = tokens.get(i);
            if (token.is("(")) {
                parentheses.push(i == 0 ? "" : tokens.get(i - 1).text());
            } else if (token.is(")")) {
                parentheses.poll();
            }
            boolean fromOfAFunction = i > 0 && tokens.get(i - 1).is("from") && !parentheses.isEmpty()
                    && FUNCTIONS_WITH_FROM.contains(parentheses.element());
            if (isQualified(i) && isRelation(i) && !fromOfAFunction && !token.text().equals(ownSchema)
                    && !BUILT_IN.contains(token.text()) && !otherModules.contains(token.text())) {
                found.accept(token.line(), qualified(i));
            }
        }
    }

    /// Statements that only the owner of the database may make: they change who sees what.
    ///
    /// A function may pin its search path to the schema that it is created in, and a module may take rights from itself.
    void ofOwnersStatements(String ownSchema, BiConsumer<Integer, String> found) {
        for (int i = 0; i < tokens.size(); i++) {
            String phrase = phraseOfOwner(i, ownSchema);
            if (!phrase.isEmpty()) {
                found.accept(tokens.get(i).line(), phrase);
            }
        }
    }

    /// Statements that change the role of a transaction or where it looks for names; for fragments that may be no SQL at all.
    void ofChangedSessions(String ownSchema, BiConsumer<Integer, String> found) {
        for (int i = 0; i < tokens.size(); i++) {
            String phrase = startsStatement(i) ? phraseOfSession(i, ownSchema) : "";
            if (configuresSession(i)) {
                found.accept(tokens.get(i).line(), tokens.get(i).text());
            } else if (!phrase.isEmpty()) {
                found.accept(tokens.get(i).line(), phrase);
            }
        }
    }

    private String phraseOfOwner(int i, String ownSchema) {
        if (tokens.get(i).is("set_config") || (startsStatement(i) && grantsToOthers(i, ownSchema))) {
            return tokens.get(i).text();
        }
        if (startsStatement(i) && isAny(i, VERBS_OF_OWNERS) && isAny(i + 1, THINGS_OF_OWNERS)) {
            return phrase(i, i + 2);
        }
        return phraseOfSession(i, ownSchema);
    }

    private String phraseOfSession(int i, String ownSchema) {
        if (!isAny(i, Set.of("set", "reset"))) {
            return "";
        }
        int setting = i + 1;
        while (isAny(setting, Set.of("local", "session"))) {
            setting++;
        }
        boolean authorization = isAny(setting, Set.of("authorization")) && isAny(setting - 1, Set.of("session"));
        boolean leaves = isAny(setting, SETTINGS) && !staysOnItsPath(setting, ownSchema);
        return authorization || leaves ? phrase(i, setting + 1) : "";
    }

    private boolean configuresSession(int i) {
        return tokens.get(i).is("set_config") && isAny(i + 1, Set.of("(")) && i + 2 < tokens.size()
                && tokens.get(i + 2).kind() == SqlToken.Kind.STRING
                && SETTINGS.contains(tokens.get(i + 2).text().toLowerCase(Locale.ROOT));
    }

    private boolean startsStatement(int i) {
        return i == 0 || isAny(i - 1, BEFORE_STATEMENTS)
                || (i > 1 && isAny(i - 1, Set.of("(")) && isAny(i - 2, Set.of("format", "execute")));
    }

    private boolean grantsToOthers(int i, String ownSchema) {
        if (!tokens.get(i).is("grant")) {
            return false;
        }
        int to = i;
        while (to < tokens.size() && !isAny(to, Set.of("to", ";"))) {
            to++;
        }
        return !isAny(to + 1, Set.of(ownSchema, "current_user"));
    }

    private boolean staysOnItsPath(int setting, String ownSchema) {
        return isAny(setting, Set.of("search_path"))
                && ((isAny(setting + 1, Set.of("from")) && isAny(setting + 2, Set.of("current")))
                        || (isAny(setting + 1, Set.of("=", "to")) && isAny(setting + 2, Set.of(ownSchema))
                                && !isAny(setting + 3, Set.of(","))));
    }

    private boolean isAny(int i, Set<String> words) {
        return i < tokens.size() && words.stream().anyMatch(tokens.get(i)::is);
    }

    private String phrase(int from, int to) {
        return tokens.subList(from, to).stream().map(SqlToken::text).collect(Collectors.joining(" "));
    }

    private boolean isQualified(int i) {
        boolean first = i == 0 || !tokens.get(i - 1).is(".");
        return first && tokens.get(i).isName() && tokens.get(i + 1).is(".") && tokens.get(i + 2).isName();
    }

    private boolean isRelation(int i) {
        if (i == 0) {
            return false;
        }
        SqlToken before = tokens.get(i - 1);
        boolean isDistinctFrom = before.is("from") && i > 1 && tokens.get(i - 2).is("distinct");
        return BEFORE_RELATIONS.stream().anyMatch(before::is) && !isDistinctFrom;
    }

    private String qualified(int i) {
        return tokens.get(i).text() + "." + tokens.get(i + 2).text();
    }
}
