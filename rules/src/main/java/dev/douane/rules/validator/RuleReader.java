package dev.douane.rules.validator;

import dev.douane.rules.drl.Place;
import dev.douane.rules.drl.RuleTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads a file of rules. */
final class RuleReader {
    private static final String[] NEXT_RULE = {
        "rule", "package", "import", "global", "function", "declare", "query", "unit", "dialect"
    };

    /** What DRL allows in front of and between rules, and a pack does not. */
    private static final Set<String> NOT_FOR_PACKS = Set.of(
            "import",
            "global",
            "function",
            "declare",
            "query",
            "unit",
            "dialect",
            "salience",
            "agenda",
            "attributes",
            "template",
            "static",
            "class",
            "expander",
            "rule-flow",
            "ruleflow",
            "timer",
            "calendars",
            "enum",
            "trait");

    private final Tokens tokens;
    private final PackWords words;
    private final Refusals refusals;
    private final List<RuleTree> rules = new ArrayList<>();

    private RuleReader(Tokens tokens, PackWords words, Refusals refusals) {
        this.tokens = tokens;
        this.words = words;
        this.refusals = refusals;
    }

    /** The rules of a file in which nothing was wrong; what was is noted. */
    static List<RuleTree> read(String text, Places places, PackWords words, Refusals refusals) {
        var reader = new RuleReader(Lexer.read(text, places, refusals), words, refusals);
        reader.all();
        return reader.rules;
    }

    private void all() {
        while (!tokens.isAtEnd()) {
            var first = tokens.take();
            if (first.is("rule")) {
                rule(first.place());
            } else {
                refuse(first);
            }
        }
    }

    private void refuse(Token first) {
        if (first.is("package")) {
            refusals.add(
                    first.place(), Refusal.NOT_FOR_PACKS, "package lines are not for packs to write: leave it out");
        } else if (NOT_FOR_PACKS.contains(first.text())) {
            refusals.add(
                    first.place(),
                    Refusal.NOT_FOR_PACKS,
                    "%s is not for packs to write: a pack holds rules only".formatted(first.text()));
        } else {
            refusals.add(
                    first.place(),
                    Refusal.SYNTAX,
                    "(%s) stands where a rule must begin\nMaybe write rule \"…\" @id(\"…\") @reason(\"…\") when … then … end."
                            .formatted(first.shown()));
        }
        if (first.is("query") || first.is("declare")) {
            tokens.skipHardTo("end", "rule");
            tokens.skip("end");
        } else {
            tokens.skipHardTo(NEXT_RULE);
        }
    }

    private void rule(Place place) {
        int before = refusals.size();
        try {
            var rule = readRule(place);
            if (refusals.size() == before) {
                rules.add(rule);
            }
        } catch (Refusals.GiveUp | Refusals.TooMuch noted) {
            tokens.skipHardTo("end");
            tokens.skip("end");
        }
    }

    private RuleTree readRule(Place place) {
        var size = new RuleSize(refusals);
        var scope = new Scope();
        var header = header(place);
        expect("when");
        var when = new ConditionReader(tokens, words, size, refusals).all(scope);
        expect("then");
        if (tokens.isNext("[")) {
            throw refusals.giveUp(
                    tokens.peek().place(),
                    Refusal.NOT_FOR_PACKS,
                    "then parts have no names\nMaybe write another rule.");
        }
        int before = refusals.size();
        var then = new EffectReader(tokens, words, size, refusals).all(scope);
        expect("end");
        if (then.isEmpty() && refusals.size() == before) {
            refusals.add(place, Refusal.SYNTAX, "rule (%s) has no effect".formatted(header.name()));
        }
        return new RuleTree(header.id(), header.name(), header.reason(words), header.cites(), place, when, then);
    }

    private void expect(String word) {
        if (!tokens.skip(word)) {
            var found = tokens.peek();
            throw refusals.giveUp(
                    found.place(), Refusal.SYNTAX, "(%s) stands where %s must stand".formatted(found.shown(), word));
        }
    }

    private Header header(Place place) {
        var name = tokens.peek();
        if (name.kind() != Token.Kind.TEXT && name.kind() != Token.Kind.NAME) {
            throw refusals.giveUp(
                    name.place(), Refusal.SYNTAX, "(%s) is no name\nMaybe write rule \"…\".".formatted(name.shown()));
        }
        tokens.take();
        var header = new Header(name.text(), place, refusals);
        while (!tokens.isNext("when") && !tokens.isNext("then") && !tokens.isNext("end") && !tokens.isAtEnd()) {
            try {
                if (tokens.isNext("@")) {
                    annotation(header);
                } else {
                    attribute(header);
                }
            } catch (Refusals.GiveUp noted) {
                tokens.skipHardTo("@", "when", "then", "end");
            }
        }
        return header;
    }

    private void attribute(Header header) {
        var first = tokens.take();
        var name = new StringBuilder(first.shown());
        while (tokens.isNext("-") && tokens.peek(1).kind() == Token.Kind.NAME) {
            tokens.take();
            name.append('-').append(tokens.take().text());
        }
        throw refusals.giveUp(
                first.place(),
                Refusal.NOT_FOR_PACKS,
                "rule (%s) has the attribute (%s): rules have none, for their order must not matter"
                        .formatted(header.name(), name));
    }

    private void annotation(Header header) {
        var at = tokens.take();
        var name = tokens.take();
        if (name.kind() != Token.Kind.NAME || !tokens.skip("(") || tokens.peek().kind() != Token.Kind.TEXT) {
            throw refusals.giveUp(
                    at.place(),
                    Refusal.METADATA,
                    "rule (%s) has an annotation that is not one text in quotes\nMaybe write @id(\"…\"), @reason(\"…\") or @cites(\"…\")."
                            .formatted(header.name()));
        }
        var value = tokens.take();
        if (!tokens.skip(")")) {
            throw refusals.giveUp(
                    tokens.peek().place(),
                    Refusal.METADATA,
                    "rule (%s) has an annotation that is not one text in quotes\nMaybe close its bracket behind the text."
                            .formatted(header.name()));
        }
        header.say(name.text(), value.text(), at.place());
    }
}
