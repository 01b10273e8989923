package dev.douane.service.rulesets;

import dev.douane.rules.call.Caller;
import dev.douane.rules.drl.Parameter;
import dev.douane.rules.text.PlainText;
import dev.douane.service.platform.Shown;
import dev.douane.service.platform.Violation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is asked of a pack's terms when they are proposed, and never again: whatever was accepted stays as it is. */
final class ProposedTerms {
    private static final Pattern PADDED = Pattern.compile("-?0[0-9]");

    private final String pointer;
    private final List<Violation> violations;

    /** @param pointer the pack's, such as {@code /packs/0} */
    ProposedTerms(String pointer, List<Violation> violations) {
        this.pointer = pointer;
        this.violations = violations;
    }

    /**
     * The terms as they will be compared with calls: callers and values of parameters in their one spelling. What no call can say, and what
     * looks like another word or number, is refused. A value that its parameter does not take is left to the pack's checks.
     *
     * @param declared the pack's parameters by name
     * @return null where an exception does not say for whom it is, or which mode
     */
    @Nullable
    EntryTerms read(EntryTerms said, Map<String, Parameter> declared) {
        var parameters = said.parameters() == null ? null : parameters(said.parameters(), declared);
        var scope = said.scope() == null ? null : scope("/scope", said.scope());
        var scopes = said.scopes() == null ? List.<EntryTerms.ScopeTerms>of() : said.scopes();
        if (!areWhole(scopes)) {
            return null;
        }
        var read = new ArrayList<EntryTerms.ScopeTerms>();
        for (int i = 0; i < scopes.size(); i++) {
            var one = scopes.get(i);
            read.add(new EntryTerms.ScopeTerms(scope("/scopes/" + i + "/scope", one.scope()), one.mode(), one.until()));
        }
        return new EntryTerms(said.until(), scope, read.isEmpty() ? null : read, parameters);
    }

    /** Whoever reads JSON leaves out of a record what is not there. */
    private boolean areWhole(List<EntryTerms.ScopeTerms> scopes) {
        var before = violations.size();
        for (int i = 0; i < scopes.size(); i++) {
            var at = pointer + "/scopes/" + i;
            if (scopes.get(i).scope() == null) {
                violations.add(new Violation(at + "/scope", "is missing: it says for whom the exception is"));
            }
            if (scopes.get(i).mode() == null) {
                violations.add(new Violation(at + "/mode", "is missing; it must be enforce or observe"));
            }
        }
        return violations.size() == before;
    }

    private SortedMap<String, SortedSet<String>> scope(String at, SortedMap<String, SortedSet<String>> said) {
        var scope = new TreeMap<String, SortedSet<String>>();
        said.forEach((attribute, values) -> {
            var spelled = new TreeSet<String>();
            for (var value : values) {
                var word = Caller.spelled(value);
                var fault = word.isEmpty() ? null : ScopeWords.fault(attribute, word); // of a blank the scope says so
                if (fault != null) {
                    violations.add(new Violation(pointer + at + "/" + attribute, fault));
                }
                spelled.add(word);
            }
            scope.put(attribute, spelled);
        });
        return scope;
    }

    private SortedMap<String, String> parameters(Map<String, String> said, Map<String, Parameter> declared) {
        var spelled = new TreeMap<String, String>();
        said.forEach((name, value) -> {
            for (var word : value.split(",", -1)) {
                word("/parameters/" + name, word.strip());
            }
            var parameter = declared.get(name);
            spelled.put(name, parameter == null ? value : spelled("/parameters/" + name, parameter, value));
        });
        return spelled;
    }

    private String spelled(String at, Parameter parameter, String value) {
        if (!value.equals(value.strip())) {
            violations.add(new Violation(pointer + at, "(%s) has blanks around it".formatted(Shown.of(value))));
        }
        if (parameter.type().isOrdered() && PADDED.matcher(value.strip()).lookingAt()) {
            violations.add(new Violation(
                    pointer + at,
                    "(%s) begins with a zero, as if it were a part of a number".formatted(Shown.of(value))));
        }
        try {
            return parameter.spelled(value);
        } catch (IllegalArgumentException leftToThePacksChecks) {
            return value; // they say it with the pack's place, beside all else that is wrong
        }
    }

    private void word(String at, String word) {
        var fault = PlainText.faultInWord(word);
        if (fault != null) {
            violations.add(new Violation(pointer + at, "(%s) %s".formatted(Shown.of(word), fault)));
        }
    }

    /** Who observes until a day that has passed enforces from the first call on, which nobody who writes it means. */
    void refusePast(EntryTerms terms, Instant now) {
        until("/until", terms.until(), now);
        var scopes = terms.scopes() == null ? List.<EntryTerms.ScopeTerms>of() : terms.scopes();
        for (int i = 0; i < scopes.size(); i++) {
            until("/scopes/" + i + "/until", scopes.get(i).until(), now);
        }
    }

    private void until(String at, @Nullable Instant until, Instant now) {
        if (until != null && !until.isAfter(now)) {
            violations.add(new Violation(
                    pointer + at,
                    "(%s) must be later than now (%s). Maybe leave the mode out: the pack is then enforced at once."
                            .formatted(until, now)));
        }
    }
}
