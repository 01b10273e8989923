package dev.douane.rules.validator;

import dev.douane.rules.document.Nearest;
import dev.douane.rules.drl.ParameterValue;
import dev.douane.rules.drl.Place;
import dev.douane.rules.drl.RuleTree;
import dev.douane.rules.drl.Vocabulary;
import dev.douane.rules.limits.Limit;
import dev.douane.rules.limits.Size;
import dev.douane.rules.limits.Work;
import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackException;
import dev.douane.rules.pack.PackFile;
import dev.douane.rules.sheet.SheetFault;
import dev.douane.rules.sheet.SheetReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads the rules of a pack into trees and refuses everything that is not on the list of what rules may say. Compiles nothing, so it is
 * quick. Safe for use by many threads.
 */
public final class PackValidator {
    /** Raised whenever the validator lets through or writes anything else than before, so that nothing compiled under another validator is used. */
    public static final int VERSION = 3;

    /** {@link Pack#LEVEL}: a pack that was accepted keeps its level, and is read as it was then, whatever is refused since. */
    public static final int LEVEL = Pack.LEVEL;

    /** {@link Pack#FIRST_LEVEL}. */
    public static final int FIRST_LEVEL = Pack.FIRST_LEVEL;

    private final Vocabulary vocabulary;

    /** @param vocabulary the words that rules may name */
    public PackValidator(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    /**
     * The rules of a pack that is to be published, its parameters at their defaults. Refuses what {@link #check} does, and what packs that were
     * published before may still have: more bytes than go into one request, longer texts in the manifest, a rule that looks at too
     * many budgets or outages together, or rules that come to too much once their ways are spelled out.
     *
     * @throws PackException with everything that is wrong with it
     */
    public List<RuleTree> read(Pack pack) throws PackException {
        var refusals = new Refusals(LEVEL);
        refuseWhatOnlyNewPacksMayNot(pack, refusals);
        var checked = check(pack, Map.of(), "", refusals);
        var rules = checked.rules();
        CrossProducts.refuse(rules, refusals);
        SpelledWays.refuse(rules, checked.values(), refusals);
        var problems = refusals.all();
        if (!problems.isEmpty()) {
            throw new PackException(pack.reference(), problems);
        }
        return rules;
    }

    /** Looks at a pack that is new, its parameters at their defaults. */
    public CheckedPack check(Pack pack) {
        var refusals = new Refusals(LEVEL);
        refuseWhatOnlyNewPacksMayNot(pack, refusals);
        var checked = check(pack, Map.of(), "", refusals);
        SpelledWays.refuse(checked.rules(), checked.values(), refusals);
        return new CheckedPack(checked.rules(), checked.values(), refusals.all());
    }

    /**
     * Looks at a pack.
     *
     * @param parameters what is set in place of defaults, by name
     * @param prefix what stands in front of its files' paths in problems, such as {@code cost-tier/}
     * @param level what it was accepted at, and always passes; {@link #LEVEL} for one that is new
     */
    public CheckedPack check(Pack pack, Map<String, String> parameters, String prefix, int level) {
        return check(pack, parameters, prefix, new Refusals(level));
    }

    private CheckedPack check(Pack pack, Map<String, String> parameters, String prefix, Refusals refusals) {
        var values = values(pack, parameters, prefix, refusals);
        var words = new PackWords(pack.manifest().concern(), pack.manifest().parameters(), values, vocabulary);
        var rules = new ArrayList<RuleTree>();
        for (var file : pack.rules()) {
            if (isSmall(file, prefix, refusals)) {
                var path = prefix + file.path();
                rules.addAll(RuleReader.read(file.text(), Places.inFile(path, file.text()), words, refusals));
            }
        }
        var filled = Work.upTo(Limit.FILLED_CHARS);
        for (var file : pack.tables()) {
            if (isSmall(file, prefix, refusals)) {
                rules.addAll(table(file, prefix, words, filled, refusals));
            }
        }
        refuseDoubles(rules, refusals);
        refuseTooMany(rules, refusals);
        if (refusals.asksSince(TextCheck.SINCE)) {
            TextCheck.check(pack, rules, values, prefix, refusals);
        }
        if (refusals.asksSince(ListWords.SINCE)) {
            ListWords.refuse(rules, values, refusals);
        }
        if (refusals.asksSince(ToldFields.SINCE)) {
            rules.forEach(rule -> ToldFields.check(rule, values, refusals));
        }
        return new CheckedPack(rules, values, refusals.all());
    }

    private static List<RuleTree> table(PackFile file, String prefix, PackWords words, Work filled, Refusals refusals) {
        boolean asShown = refusals.asksSince(TableReader.SINCE);
        var path = prefix + file.path();
        var sheet = file.isSpreadsheet()
                ? SheetReader.xlsx(path, file.bytes(), asShown)
                : SheetReader.csv(path, file.text(), asShown);
        sheet.faults().forEach(fault -> refusals.add(fault.place(), why(fault.kind()), fault.message()));
        if (refusals.asksSince(TextCheck.SINCE)) {
            TextCheck.sheet(file, sheet, refusals);
        }
        return sheet.height() > 0 || sheet.faults().isEmpty()
                ? TableReader.read(sheet, words, filled, refusals)
                : List.of();
    }

    private static Refusal why(SheetFault.Kind kind) {
        return switch (kind) {
            case LAYOUT -> Refusal.TABLE;
            case SPREADSHEET -> Refusal.SPREADSHEET;
            case LIMIT -> Refusal.LIMIT;
        };
    }

    private static SortedMap<String, ParameterValue> values(
            Pack pack, Map<String, String> set, String prefix, Refusals refusals) {
        var declared = pack.manifest().parameters();
        var values = new TreeMap<String, ParameterValue>();
        declared.forEach((name, parameter) -> values.put(name, parameter.byDefault()));
        var manifest = new Place(prefix + "pack.yaml", 0, 0);
        new TreeMap<>(set).forEach((name, text) -> {
            var parameter = declared.get(name);
            if (parameter == null) {
                refusals.add(
                        manifest,
                        Refusal.UNKNOWN_PARAMETER,
                        Messages.withHint(
                                "parameter (%s) is set but not declared".formatted(name),
                                Nearest.maybe(name, declared.keySet())));
                return;
            }
            try {
                values.put(name, parameter.valueOf(text));
            } catch (IllegalArgumentException e) {
                refusals.add(manifest, Refusal.PARAMETER, String.valueOf(e.getMessage()));
            }
        });
        return Collections.unmodifiableSortedMap(values);
    }

    private static void refuseWhatOnlyNewPacksMayNot(Pack pack, Refusals refusals) {
        refuseTooLarge(pack, refusals);
        ManifestSize.refuseTooLong(pack, refusals);
    }

    private static void refuseTooLarge(Pack pack, Refusals refusals) {
        long bytes =
                pack.files().stream().mapToLong(file -> file.bytes().length).sum();
        if (bytes > Size.PACK_BYTES.most()) {
            refusals.add(
                    new Place("", 0, 0),
                    Refusal.LIMIT,
                    "the pack's files (%d bytes together) must be at most %d bytes\nMaybe make two packs of it."
                            .formatted(bytes, Size.PACK_BYTES.most()));
        }
    }

    private static boolean isSmall(PackFile file, String prefix, Refusals refusals) {
        boolean small = file.text().length() <= Size.FILE_BYTES.most();
        if (!small) {
            refusals.add(
                    new Place(prefix + file.path(), 0, 0),
                    Refusal.LIMIT,
                    "must be at most %d bytes".formatted(Size.FILE_BYTES.most()));
        }
        return small;
    }

    private static void refuseDoubles(List<RuleTree> rules, Refusals refusals) {
        var ids = new HashMap<String, String>();
        var names = new HashMap<String, String>();
        for (var rule : rules) {
            var other = ids.putIfAbsent(rule.id(), rule.name());
            if (other != null) {
                refusals.add(
                        rule.place(),
                        Refusal.METADATA,
                        "rule (%s) has the @id (%s) of rule (%s)".formatted(rule.name(), rule.id(), other));
            }
            if (names.putIfAbsent(rule.name(), rule.id()) != null) {
                refusals.add(
                        rule.place(),
                        Refusal.METADATA,
                        "rule (%s) shares its name with another rule of the pack".formatted(rule.name()));
            }
        }
    }

    private static void refuseTooMany(List<RuleTree> rules, Refusals refusals) {
        if (rules.size() > Size.RULES.most()) {
            var first = rules.get(Size.RULES.most());
            refusals.add(
                    first.place(),
                    Refusal.LIMIT,
                    "rule (%s) is one too many: a pack holds at most %d rules"
                            .formatted(first.name(), Size.RULES.most()));
        }
    }
}
