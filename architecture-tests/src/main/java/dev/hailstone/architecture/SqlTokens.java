package dev.hailstone.architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/// Reads PostgreSQL's SQL as far as names need it: nested comments, strings with doubled quotes and `E''` escapes, quoted names, and
/// dollar-quoted bodies and strings handed to `execute`, which are read as SQL themselves.
final class SqlTokens {

    private final String sql;
    private final List<SqlToken> tokens = new ArrayList<>();
    private int position;
    private int line;

    private SqlTokens(String sql, int line) {
        this.sql = sql;
        this.line = line;
    }

    static List<SqlToken> of(String sql) {
        return new SqlTokens(sql, 1).read();
    }

    private List<SqlToken> read() {
        while (position < sql.length()) {
            char c = sql.charAt(position);
            if (Character.isWhitespace(c)) {
                skip(1);
            } else if (sql.startsWith("--", position)) {
                skip(endOfLine() - position);
            } else if (sql.startsWith("/*", position)) {
                skipComment();
            } else if (c == '\'') {
                readQuoted('\'', SqlToken.Kind.STRING, false);
            } else if ((c == 'e' || c == 'E') && sql.startsWith("'", position + 1)) {
                skip(1);
                readQuoted('\'', SqlToken.Kind.STRING, true);
            } else if (c == '"') {
                readQuoted('"', SqlToken.Kind.QUOTED, false);
            } else if (c == '$' && dollarTag() != null) {
                readDollarQuoted();
            } else if (Character.isLetter(c) || c == '_') {
                readWord();
            } else {
                add(SqlToken.Kind.SIGN, String.valueOf(c), 1);
            }
        }
        return tokens;
    }

    private void readWord() {
        int end = position;
        while (end < sql.length() && (Character.isLetterOrDigit(sql.charAt(end)) || sql.charAt(end) == '_')) {
            end++;
        }
        add(SqlToken.Kind.WORD, sql.substring(position, end).toLowerCase(Locale.ROOT), end - position);
    }

    private void readQuoted(char quote, SqlToken.Kind kind, boolean backslashes) {
        StringBuilder text = new StringBuilder();
        int end = position + 1;
        while (end < sql.length()) {
            char c = sql.charAt(end);
            boolean pair = end + 1 < sql.length()
                    && ((c == quote && sql.charAt(end + 1) == quote) || (backslashes && c == '\\'));
            if (pair) {
                end++;
            } else if (c == quote) {
                break;
            }
            text.append(sql.charAt(end));
            end++;
        }
        int length = Math.min(end + 1, sql.length()) - position;
        if (kind == SqlToken.Kind.STRING && isExecuted()) {
            addBody(text.toString(), length);
        } else {
            add(kind, text.toString(), length);
        }
    }

    /// Whether a string at the position is a statement: after `execute`, `execute (` or `execute format(`.
    private boolean isExecuted() {
        int last = tokens.size() - 1;
        while (last > 0 && (tokens.get(last).is("(") || tokens.get(last).is("format"))) {
            last--;
        }
        return last >= 0 && tokens.get(last).is("execute");
    }

    private void readDollarQuoted() {
        String tag = String.valueOf(dollarTag());
        int begin = position + tag.length();
        int end = sql.indexOf(tag, begin);
        String body = sql.substring(begin, end < 0 ? sql.length() : end);
        addBody(body, Math.min(begin + body.length() + tag.length(), sql.length()) - position);
    }

    /// `$$` or `$name$` at the position, else null: `$1` is a parameter.
    private @Nullable String dollarTag() {
        int end = position + 1;
        while (end < sql.length() && (Character.isLetter(sql.charAt(end)) || sql.charAt(end) == '_')) {
            end++;
        }
        return end < sql.length() && sql.charAt(end) == '$' ? sql.substring(position, end + 1) : null;
    }

    private void skipComment() {
        int depth = 0;
        do {
            if (sql.startsWith("/*", position)) {
                depth++;
                skip(2);
            } else if (sql.startsWith("*/", position)) {
                depth--;
                skip(2);
            } else {
                skip(1);
            }
        } while (depth > 0 && position < sql.length());
    }

    private int endOfLine() {
        int end = sql.indexOf('\n', position);
        return end < 0 ? sql.length() : end;
    }

    private void add(SqlToken.Kind kind, String text, int length) {
        tokens.add(new SqlToken(kind, text, line));
        skip(length);
    }

    private void addBody(String body, int length) {
        tokens.addAll(new SqlTokens(body, line).read());
        skip(length);
    }

    private void skip(int length) {
        int end = Math.min(position + length, sql.length());
        while (position < end) {
            if (sql.charAt(position++) == '\n') {
                line++;
            }
        }
    }
}
