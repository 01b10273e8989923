package dev.douane.rules.validator;

import java.util.List;

/** Tokens, and how far they have been read. The last one is {@link Token.Kind#END}, and is never passed. */
final class Tokens {
    private final List<Token> tokens;
    private int next;

    Tokens(List<Token> tokens) {
        this.tokens = tokens;
    }

    Token peek() {
        return tokens.get(next);
    }

    /** The token {@code ahead} places behind the next one. */
    Token peek(int ahead) {
        return tokens.get(Math.min(next + ahead, tokens.size() - 1));
    }

    /** The token {@code back} places in front of the next one, or the first one where there are not so many. */
    Token before(int back) {
        return tokens.get(Math.max(0, next - back));
    }

    Token take() {
        var token = peek();
        if (!isAtEnd()) {
            next++;
        }
        return token;
    }

    boolean isAtEnd() {
        return peek().kind() == Token.Kind.END;
    }

    boolean isNext(String sign) {
        return peek().is(sign);
    }

    /** Takes the next token if it is this one. */
    boolean skip(String sign) {
        if (isNext(sign)) {
            next++;
            return true;
        }
        return false;
    }

    /** Goes on to the next of these, brackets opened on the way skipped whole; stops in front of it, of a closing bracket too many, or at the end. */
    void skipTo(String... signs) {
        int depth = 0;
        while (!isAtEnd()) {
            var token = peek();
            if (depth == 0 && List.of(signs).stream().anyMatch(token::is)) {
                return;
            }
            if (token.is("(") || token.is("[") || token.is("{")) {
                depth++;
            } else if (token.is(")") || token.is("]") || token.is("}")) {
                if (depth == 0) {
                    return;
                }
                depth--;
            }
            next++;
        }
    }

    /** Goes on to the next of these, whatever brackets are open. */
    void skipHardTo(String... words) {
        while (!isAtEnd() && List.of(words).stream().noneMatch(peek()::is)) {
            next++;
        }
    }
}
