package dev.douane.rules.drools;

import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackFile;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Spoils a file of rules: characters, words and lines are lost, doubled, swapped, taken from elsewhere, or replaced by something hostile. */
final class Mutation {
    private static final List<String> HOSTILE = List.of(
            "Runtime.getRuntime().exec(\"x\")",
            "System.exit(1);",
            "eval(true)",
            "\\u0022",
            "\\u000a",
            "\"",
            "'",
            "\\",
            "/*",
            "*/",
            "//",
            "(",
            ")",
            "{",
            "}",
            "[",
            "]",
            ";",
            ",",
            ":",
            ":=",
            "@",
            "#",
            "$",
            "$x : ",
            "${x}",
            "@{x}",
            "$param",
            "$1",
            " from new java.util.ArrayList()",
            " matches \"(a+)+\"",
            " && ",
            " || ",
            "!",
            " not ",
            " exists ",
            " or ",
            " and ",
            "accumulate(",
            "forall(",
            "import java.io.File;\n",
            "global Object o;\n",
            "function void f() {}\n",
            "salience 5 ",
            "dialect \"mvel\" ",
            "end\n",
            "then\n",
            "when\n",
            "rule \"x\"\n",
            "query q end\n",
            "new Object()",
            ".getClass()",
            "this",
            "null",
            "true",
            "0",
            "-1",
            "1e9",
            "99999999999999999999",
            "5B",
            "0x1",
            "params.x",
            "decision",
            "drools.halt();",
            "insert(1);",
            "java.lang.System",
            "\u202e",
            "\u200b",
            "\0",
            "\ufeff",
            "\r",
            "\ud800",
            "日本",
            "é",
            "contains",
            "memberOf",
            "in (",
            "str[",
            "\"a\", \"b\"",
            "Budget()",
            "Data(classes contains \"health\")",
            "decision.deny();",
            "decision.flag(\"x\");");

    private final Random any;
    private final List<String> texts;

    Mutation(Random any, List<Pack> packs) {
        this.any = any;
        this.texts = packs.stream()
                .flatMap(pack -> Stream.concat(pack.rules().stream(), pack.tables().stream()))
                .map(PackFile::text)
                .toList();
    }

    /** The text, spoilt in one to three places. */
    String of(String text) {
        var spoilt = text;
        for (int left = 1 + any.nextInt(3); left > 0; left--) {
            spoilt = once(spoilt);
        }
        return spoilt;
    }

    private String once(String text) {
        int at = any.nextInt(text.length() + 1);
        int to = Math.min(text.length(), at + 1 + any.nextInt(12));
        return switch (any.nextInt(8)) {
            case 0 -> text.substring(0, at) + text.substring(to);
            case 1 -> text.substring(0, to) + text.substring(at);
            case 2, 3 -> text.substring(0, at) + HOSTILE.get(any.nextInt(HOSTILE.size())) + text.substring(at);
            case 4 -> text.substring(0, at) + HOSTILE.get(any.nextInt(HOSTILE.size())) + text.substring(to);
            case 5 -> text.substring(0, at) + piece() + text.substring(at);
            case 6 -> digit(text);
            default -> word(text);
        };
    }

    private String piece() {
        var other = texts.get(any.nextInt(texts.size()));
        int from = any.nextInt(other.length());
        return other.substring(from, Math.min(other.length(), from + any.nextInt(80)));
    }

    /** Changes that may well leave a good rule. */
    private String digit(String text) {
        return text.replaceFirst("\\b[0-9](?=[0-9.]*\\b)", Integer.toString(1 + any.nextInt(9)));
    }

    private String word(String text) {
        var swaps = List.of(
                List.of(" == ", " != "),
                List.of(" >= ", " < "),
                List.of(" in (", " not in ("),
                List.of(" contains ", " not contains "),
                List.of("when\n", "when\n    not Outage()\n"),
                List.of("\"standard\"", "\"economy\""),
                List.of(", ", " && "),
                List.of("\"EEA\"", "\"EU\""),
                List.of("\"low\"", "\"high\""),
                List.of("Workload(", "Workload(!interactive, "));
        var swap = swaps.get(any.nextInt(swaps.size()));
        int at = text.indexOf(swap.getFirst(), any.nextInt(text.length() + 1));
        return at < 0
                ? text.replaceFirst("\"([a-z])", "\"" + (char) ('a' + any.nextInt(26)) + "$1")
                : text.substring(0, at)
                        + swap.getLast()
                        + text.substring(at + swap.getFirst().length());
    }
}
