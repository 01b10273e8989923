package dev.douane.rules.limits;

/**
 * What a pack may cost to read, check and evaluate, in what is done rather than in bytes: a few of them can ask for a great deal. They hold
 * for every pack, whenever it was published, but for what is said of new ones; the documentation prints them.
 */
public enum Limit {
    EVALUATION_WORK(100_000, "combinations of budgets and outages that the rules of one evaluation look at"),
    FIRINGS(10_000, "times that rules fire in one evaluation"),
    RULE_WORK(
            20_000,
            "combinations that a rule of a new pack looks at, where a call has 16 budgets and there are 32 outages"),
    RULE_FIRINGS(
            10_000,
            "times that a rule of a new pack may fire, where it looks at several budgets or outages together, counted alike"),
    PACK_WORK(50_000, "combinations that all rules of a new pack look at, counted alike"),
    EFFECTS(
            200_000,
            "effects that rules have in one evaluation, each time they fire; one that is told a list counts once for each word"),
    REASON_CHARS(
            200_000,
            "characters of the reasons that rules give in one evaluation: sentences, citations, effects, and the budgets that each names"),
    RULE_WORDS(
            5_000,
            "words in the lists of a rule of a new pack, those of parameters wherever they stand, and effects, counted alike"),
    PACK_WORDS(50_000, "words and effects of all rules of a new pack, counted alike"),
    PACK_WAYS(
            15_000,
            "patterns and constraints of all rules of a new pack, once for each way in which the `or`s of their rule can come true; ten words or effects count for one, and many constraints of a pattern for more"),
    COMPILED_BYTES(
            47 << 20, "bytes that the rules of a pack, or of all packs of a ruleset, come to once they are compiled"),
    CASES(5_000, "cases of a pack, each row of `examples` counted"),
    EXPANDED_CHARS(8_000_000, "characters and values of a pack's cases once `examples` are spelled out"),
    SCENARIO_DEPLOYMENTS(500, "deployments in the catalog of a file of scenarios"),
    CATALOG_WORK(500_000, "deployments that the cases of a pack look through, and once more for each day they are on"),
    SCENARIO_BUDGETS(64, "budgets of a case"),
    SCENARIO_OUTAGES(64, "outages of a case"),
    COVERAGE_WORK(5_000_000, "rules times cases of a pack, and rules that its cases fire"),
    COVERAGE_CHARS(4_000_000, "characters of the names of a new pack's cases, once for each rule that they fire"),
    CONDITIONS_TRIED(
            20_000_000,
            "conditions that are asked of the facts of cases, to say which of a pack's conditions its cases depend on"),
    NUMBER_DIGITS(60, "characters of a number"),
    FILLED_CHARS(4_000_000, "characters that the cells of a pack's tables become in their columns' snippets"),
    SHEET_CELLS(60_000, "cells and rows of a spreadsheet, those that hold nothing but a format too"),
    SHEET_COLUMNS(1_000, "entries (`col`) in which a spreadsheet says how its columns look"),
    SHEET_TEXTS(
            4_000_000,
            "characters of texts, one after another, that a spreadsheet's cells show; a part of a text with a format of its own counts for 100"),
    GAP(40, "blanks on end inside a line of a new pack, a tab counted as 8, and empty lines on end between its lines"),
    LINT_WORK(
            5_000_000,
            "pairs of effects that one check of lint compares; a pair of ways to fire counts for 5, a finding for 5 000"),
    SIGNATURE_TRIES(
            64,
            "times that signatures of a document are held against keys; one whose `keyid` is that of a key which counts is held against that key alone");

    private final long most;
    private final String words;

    Limit(long most, String words) {
        this.most = most;
        this.words = words;
    }

    /** The largest number that passes. */
    public long most() {
        return most;
    }

    /** What is counted, for people: a plural without its number. */
    public String words() {
        return words;
    }
}
