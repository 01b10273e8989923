package dev.douane.rules.validator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.douane.rules.drl.ParameterValue;
import dev.douane.rules.drl.Place;
import dev.douane.rules.drl.RuleTree;
import dev.douane.rules.limits.Limit;
import dev.douane.rules.pack.Pack;
import dev.douane.rules.pack.PackFile;
import dev.douane.rules.pack.PackManifest;
import dev.douane.rules.sheet.Sheet;
import dev.douane.rules.text.Gaps;
import dev.douane.rules.text.PlainText;
import dev.douane.rules.yaml.StrictYaml;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Whether people who read a pack see what the program reads. Nothing is unseen, in no file and no comment, or out of sight behind blanks
 * ({@link Gaps}); names do not mix scripts within a word; and what rules compare, and parameters are set to, has one way to be written
 * ({@link PlainText}).
 */
final class TextCheck {
    static final int SINCE = 2;

    private final String prefix;
    private final Refusals refusals;

    private TextCheck(String prefix, Refusals refusals) {
        this.prefix = prefix;
        this.refusals = refusals;
    }

    /**
     * @param rules those of the pack in which nothing else is wrong
     * @param values what its parameters are set to
     */
    static void check(
            Pack pack,
            List<RuleTree> rules,
            SortedMap<String, ParameterValue> values,
            String prefix,
            Refusals refusals) {
        var check = new TextCheck(prefix, refusals);
        for (var file : pack.files()) {
            boolean isPlain = file.isSpreadsheet() || check.file(file);
            if (!file.isSpreadsheet() && !file.path().endsWith(".md")) {
                check.gaps(file);
            }
            if (isPlain && file.path().endsWith(".yaml")) {
                check.yaml(file);
            }
        }
        check.manifest(pack.manifest(), ManifestPlaces.of(pack, prefix));
        new RuleTextCheck(values, refusals).check(rules);
    }

    /** Looks at the cells of a spreadsheet as at the lines of other files, and at rows that stand far below others in any table. */
    static void sheet(PackFile file, Sheet sheet, Refusals refusals) {
        if (file.isSpreadsheet()) {
            cells(sheet, refusals);
        }
        if (file.isSpreadsheet()
                || Gaps.firstBehind(file.text(), Limit.GAP.most()).isEmpty()) {
            rows(sheet, refusals);
        }
    }

    private static void rows(Sheet sheet, Refusals refusals) {
        int blank = 0;
        for (int row = 1; row <= sheet.height(); row++) {
            if (sheet.isBlank(row)) {
                blank++;
            } else if (blank > Limit.GAP.most()) {
                refusals.add(
                        sheet.place(row, 1),
                        Refusal.MISLEADING_TEXT,
                        "what stands here is out of sight, behind %d empty rows: at most %d empty ones on end\nMaybe remove them."
                                .formatted(blank, Limit.GAP.most()));
                return;
            } else {
                blank = 0;
            }
        }
    }

    /** Holds each cell against what a file may hold. */
    private static void cells(Sheet sheet, Refusals refusals) {
        for (int row = 1; row <= sheet.height(); row++) {
            for (int column = 1; column <= sheet.width(row); column++) {
                var cell = sheet.cell(row, column);
                var at = PlainText.firstHidden(cell);
                if (at.isPresent()) {
                    refusals.add(
                            sheet.place(row, column),
                            Refusal.MISLEADING_TEXT,
                            "the cell " + PlainText.misleading(cell, at.getAsInt()));
                }
                if (Gaps.firstBehind(cell, Limit.GAP.most()).isPresent()) {
                    refusals.add(
                            sheet.place(row, column),
                            Refusal.MISLEADING_TEXT,
                            "the cell holds something that is out of sight" + behindBlanks());
                }
            }
        }
    }

    private boolean file(PackFile file) {
        var text = file.text();
        var at = PlainText.firstHidden(text);
        at.ifPresent(offset -> refusals.add(
                Places.inFile(prefix + file.path(), text).at(offset),
                Refusal.MISLEADING_TEXT,
                "a character (U+%04X) stands here that misleads whoever reads the file; leave it out"
                        .formatted(text.codePointAt(offset))));
        return at.isEmpty();
    }

    private void gaps(PackFile file) {
        Gaps.firstBehind(file.text(), Limit.GAP.most())
                .ifPresent(offset -> refusals.add(
                        Places.inFile(prefix + file.path(), file.text()).at(offset),
                        Refusal.MISLEADING_TEXT,
                        "what stands here is out of sight" + behindBlanks()));
    }

    private static String behindBlanks() {
        return ": at most %d %s\nMaybe leave them out.".formatted(Limit.GAP.most(), Limit.GAP.words());
    }

    /** Escapes in quotes may say what the file does not show. */
    private void yaml(PackFile file) {
        try {
            var yaml = StrictYaml.read(file.text());
            values(yaml.root(), "", file.path(), yaml);
        } catch (StrictYaml.Malformed alreadyTold) {
            return; // the manifest is read with the pack, and scenarios before they run
        }
    }

    private void values(JsonNode node, String pointer, String file, StrictYaml yaml) {
        if (node.isTextual()) {
            yamlText(node.textValue(), pointer, file, yaml);
        }
        node.properties().forEach(member -> {
            var at = pointer + "/" + member.getKey();
            yamlText(member.getKey(), at, file, yaml);
            values(member.getValue(), at, file, yaml);
        });
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            values(node.get(i), pointer + "/" + i, file, yaml);
        }
    }

    private void yamlText(String text, String pointer, String file, StrictYaml yaml) {
        var at = PlainText.firstHidden(text);
        if (at.isPresent()) {
            var place = yaml.place(pointer);
            refuse(
                    new Place(prefix + file, place.line(), place.column()),
                    "the text " + PlainText.misleading(text, at.getAsInt()));
        }
    }

    private void manifest(PackManifest manifest, ManifestPlaces places) {
        for (int i = 0; i < manifest.owners().size(); i++) {
            askMember(places, "/owners/" + i, "owner", manifest.owners().get(i), PlainText::faultInName);
        }
        askMember(places, "/title", "title", manifest.title(), PlainText::faultInName);
        manifest.parameters().forEach((name, parameter) -> {
            if (parameter.byDefault() instanceof ParameterValue.Words(var words)) {
                var at = "/parameters/%s/default".formatted(name);
                var what = "parameter (%s):".formatted(name);
                words.forEach(word -> askMember(places, at, what, word, PlainText::faultInWord));
            }
        });
    }

    /** Where it stands is looked for once something is wrong. */
    private void askMember(
            ManifestPlaces places, String pointer, String what, String text, Function<String, @Nullable String> fault) {
        if (fault.apply(text) != null) {
            ask(places.at(pointer), what, text, fault);
        }
    }

    private void ask(Place place, String what, String text, Function<String, @Nullable String> fault) {
        var found = fault.apply(text);
        if (found != null) {
            refuse(place, "%s (%s) %s".formatted(what, text, found));
        }
    }

    private void refuse(Place place, String message) {
        refusals.add(place, Refusal.MISLEADING_TEXT, message);
    }
}
