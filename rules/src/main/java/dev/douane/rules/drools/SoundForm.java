package dev.douane.rules.drools;

import dev.douane.rules.decide.RuleRef;
import dev.douane.rules.drl.EffectWords;
import dev.douane.rules.pack.Ruleset;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Holds what was compiled elsewhere against the ruleset it was to be compiled from, before any of it is loaded: that its classes reach no
 * further than rules do ({@link CompiledReach}), cannot go on without end ({@link StraightCode}), stand in the part of their pack and have
 * the effects of its concern alone; and that rules sign as rules of their pack.
 *
 * <p>It cannot tell whether a class says what its rule says. Whoever makes it say something else can make it want less, or more, of what
 * rules may want; nothing else.
 */
final class SoundForm {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final int TEXT_LENGTH_MAX = 2_000;
    private static final String SINK = EffectSink.class.getName() + "#";

    private final List<Ruleset.Entry> entries;
    private final CompiledRuleset compiled;

    private SoundForm(Ruleset ruleset, CompiledRuleset compiled) {
        this.entries = ruleset.entries();
        this.compiled = compiled;
    }

    /** @throws UnsoundFormException saying what it is not */
    static void check(Ruleset ruleset, CompiledRuleset compiled) throws UnsoundFormException {
        var form = new SoundForm(ruleset, compiled);
        form.checkSignatures();
        for (var part : compiled.parts().entrySet()) {
            form.checkClasses(part.getKey(), part.getValue());
        }
    }

    private void checkSignatures() throws UnsoundFormException {
        var signed = new HashMap<String, RuleRef>();
        for (var pack : compiled.signatures().entrySet()) {
            demand(isPlace(pack.getKey()), "there is no pack at place %s", pack.getKey());
            var reference = entries.get(pack.getKey()).pack().reference();
            for (var ref : pack.getValue().values()) {
                var other = signed.putIfAbsent(ref.id(), ref);
                demand(
                        isOfPack(ref, reference) && (other == null || other.equals(ref)),
                        "a rule signs as (%s)",
                        ref.id());
            }
        }
    }

    private static boolean isOfPack(RuleRef ref, String reference) {
        return ID.matcher(ref.id()).matches()
                && ref.pack().equals(reference)
                && ref.message().length() <= TEXT_LENGTH_MAX
                && ref.cites().stream().allMatch(cite -> cite.length() <= TEXT_LENGTH_MAX);
    }

    private void checkClasses(Part part, RuleClasses classes) throws UnsoundFormException {
        for (var each : classes.classes().entrySet()) {
            var name = each.getKey();
            var entry = entries.get(placeOf(name, part));
            checkClass(name, each.getValue(), entry);
        }
        for (var model : classes.models()) {
            demand(classes.classes().containsKey(model), "model (%s) is not there", model);
        }
    }

    private static void checkClass(String name, byte[] classFile, Ruleset.Entry entry) throws UnsoundFormException {
        try {
            StraightCode.check(name, classFile);
            for (var reference : ReferencedClasses.of(classFile)) {
                if (!CompiledReach.isAllowed(reference)) {
                    throw new UnsoundFormException("it reaches (%s)".formatted(reference), name, reference);
                }
                if (!isEffectOf(entry, reference)) {
                    throw new UnsoundFormException(
                            "a pack of another concern says (%s)".formatted(reference), name, reference);
                }
            }
        } catch (IOException e) {
            throw new UnsoundFormException("class (%s) is none: %s".formatted(name, e.getMessage()), name, e);
        }
    }

    /** Where the pack of a class stands, which its name says. */
    private int placeOf(String name, Part part) throws UnsoundFormException {
        for (int place = 0; place < entries.size(); place++) {
            if (Part.of(place, entries.get(place)).equals(part)
                    && name.startsWith(part.stage().packageOf(place) + ".")) {
                return place;
            }
        }
        throw new UnsoundFormException("class (%s) is of no pack of its part".formatted(name));
    }

    private boolean isPlace(int place) {
        return place >= 0 && place < entries.size();
    }

    private static boolean isEffectOf(Ruleset.Entry entry, String reference) {
        return !reference.startsWith(SINK)
                || EffectWords.of(entry.pack().manifest().concern()).stream()
                        .anyMatch(effect -> effect.name().equals(reference.substring(SINK.length())));
    }

    private static void demand(boolean holds, String otherwise, Object of) throws UnsoundFormException {
        if (!holds) {
            throw new UnsoundFormException(otherwise.formatted(of));
        }
    }
}
