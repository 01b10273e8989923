package dev.douane.rules.lint;

import java.util.Locale;

/** Everything lint looks for. Codes are stable: teams suppress and count by them. */
public enum LintCode {
    UNREACHABLE_RULE(
            Severity.ERROR,
            "No call can make the rule fire: its conditions contradict each other, or ask for values that do not exist.",
            "Correct the conditions, or take the rule out."),
    SUBSUMED_RULE(
            Severity.WARNING,
            "Whenever the rule fires, another fires too and asks for at least as much.",
            "Take the rule out, or narrow the other one."),
    CONTRADICTORY_REQUIREMENTS(
            Severity.ERROR,
            "Two requirements that no deployment can meet together can hold for one call, which is then denied. An error where they always meet,"
                    + " a warning where they may.",
            "Exclude one rule's calls from the other, or say deny() where that is meant."),
    UNMET_REQUIREMENT(
            Severity.WARNING,
            "No deployment of the catalog meets what the rule asks for, so every call it fires for is denied.",
            "Check the word, add a deployment to the catalog, or say deny() where that is meant."),
    CROSS_PRODUCT(
            Severity.ERROR,
            "The rule looks at several budgets or outages together, and so at every combination of them. An error where a new pack is refused for it, a warning from 1 000 combinations, or where such rules may fire more often together than one evaluation allows, a note from 100.",
            "Look at one budget at a time, or ask with exists in a rule of its own."),
    NOT_COMPARED(
            Severity.NOTE,
            "The rules have so many ways to fire that not all of them were compared with each other: superfluous rules, contradictions and gaps behind this one may be there and are not found.",
            "Split the pack, or lint parts of it by themselves."),
    ALIAS_IN_CONDITION(
            Severity.WARNING,
            "A condition compares a model with an alias. Rules see the model's id, whatever the caller wrote, so the two are never equal.",
            "Write the model's id."),
    NOT_IN_CATALOG(
            Severity.NOTE,
            "A model, provider, region or deployment that is compared, forbidden or preferred is none of the catalog's. Catalogs change, so it may be right tomorrow; today the condition never meets it, or the effect does nothing.",
            "Check the word, or leave it where the catalog will have it."),
    DATE_LONG_PAST(
            Severity.NOTE,
            "The date is compared with a day before 2020, which no decision is made on: the condition holds always, or never.",
            "Check the year, or leave the condition out."),
    FRACTION_OVER_ONE(
            Severity.WARNING,
            "A fraction is compared with a number above ten: all of a budget is 1, so 80 is eighty times the budget, and hardly ever true.",
            "Write percents as fractions: 0.80 for 80 %."),
    DMN_DASH(
            Severity.WARNING,
            "A cell of a decision table holds a dash, which means any value in DMN and the text - here.",
            "Leave the cell empty to mean any value."),
    CAP_BELOW_FLOOR(
            Severity.ERROR,
            "A tier cap and a higher tier floor can hold for one call, which is then denied. An error where they always meet, a note where they may.",
            "Exclude one rule's calls from the other."),
    UNUSED_PARAMETER(
            Severity.WARNING,
            "A parameter is declared and no rule and no reason uses it: setting it changes nothing.",
            "Use it as params.<name>, or take it out of pack.yaml."),
    REASON_NOT_A_SENTENCE(
            Severity.WARNING,
            "The reason is no sentence that an auditor could read: it needs a capital, several words and a full stop.",
            "Say in one sentence what holds and why."),
    MISSING_CITATION(
            Severity.WARNING,
            "A rule of a sovereignty pack that restricts calls cites no law, contract or policy.",
            "Add @cites(\"…\") with the article it follows from."),
    TABLE_GAP(
            Severity.NOTE,
            "A decision table leaves combinations of its own values without a row.",
            "Add a row, or leave a cell empty to mean any value."),
    TABLE_OVERLAP(
            Severity.NOTE,
            "Two rows of a table can hold for one call and say different things; both count, and the stricter one decides.",
            "Make one row's conditions exclude the other's, if only one is meant.");

    private final Severity worst;
    private final String meaning;
    private final String remedy;

    LintCode(Severity worst, String meaning, String remedy) {
        this.worst = worst;
        this.meaning = meaning;
        this.remedy = remedy;
    }

    /** In kebab-case: {@code unreachable-rule}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The most severe that a finding of this code is. */
    public Severity worst() {
        return worst;
    }

    /** One or two sentences for authors. */
    public String meaning() {
        return meaning;
    }

    /** What to do about it. */
    public String remedy() {
        return remedy;
    }
}
