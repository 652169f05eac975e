package dev.hailstone.architecture;

/// A piece of SQL that matters for names: comments and blanks are gone.
///
/// @param text in lower case unless it was quoted; without its quotes
/// @param line counted from 1
record SqlToken(Kind kind, String text, int line) {

    /// What a token is.
    enum Kind {
        /// A key word or an unquoted name.
        WORD,
        /// A name in double quotes, never a key word.
        QUOTED,
        /// A string in single quotes.
        STRING,
        /// Anything else, a character at a time.
        SIGN
    }

    boolean is(String word) {
        return kind != Kind.QUOTED && kind != Kind.STRING && text.equals(word);
    }

    boolean isName() {
        return kind == Kind.WORD || kind == Kind.QUOTED;
    }
}
