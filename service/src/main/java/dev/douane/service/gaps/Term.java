package dev.douane.service.gaps;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.douane.rules.catalog.Deployment;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Something that a catalog says of a deployment, or leaves open. Rules take what is open as the stricter case. */
public enum Term { // else the document cannot ask it for its words, and shows the constants' names instead
    PLACEHOLDER("placeholder", "placeholder"),
    PRICES("prices", "priced"),
    HOSTING("hosting", "requireHosting forbidHosting"),
    CONTROL("control", "requireControl forbidControl"),
    TRAINING("contract.trainsOnData", "forbidTraining"),
    CONTINUITY("contract.continuityClause", "requireContinuityClause"),
    RESIDENCY("contract.residencyClause", "requireResidencyClause"),
    CERTIFICATIONS("contract.certifications", "requireCertification");

    private static final Map<String, Term> BY_EFFECT = Arrays.stream(values())
            .flatMap(term -> Arrays.stream(term.effects.split(" ", -1)).map(effect -> Map.entry(effect, term)))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private final String word;
    private final String effects;

    /** @param effects the words of the effects that ask for it */
    Term(String word, String effects) {
        this.word = word;
        this.effects = effects;
    }

    /** As it is written in the catalog's document: {@code hosting}, {@code contract.continuityClause} … */
    @JsonValue
    public String word() {
        return word;
    }

    /** Whether the catalog leaves it open. Of a placeholder, everything else is made up and waits for its operator. */
    boolean isOpenAt(Deployment deployment) {
        if (deployment.placeholder()) {
            return this == PLACEHOLDER;
        }
        var contract = deployment.contract();
        return switch (this) {
            case PLACEHOLDER -> false;
            case PRICES -> deployment.prices() == null;
            case HOSTING -> deployment.hosting() == null;
            case CONTROL -> deployment.control() == null;
            case TRAINING -> isUnknown(contract.trainsOnData());
            case CONTINUITY -> isUnknown(contract.continuityClause());
            case RESIDENCY -> isUnknown(contract.residencyClause());
            case CERTIFICATIONS -> contract.certifications().isEmpty();
        };
    }

    private static boolean isUnknown(dev.douane.rules.catalog.Term term) {
        return term == dev.douane.rules.catalog.Term.UNKNOWN;
    }

    /**
     * What an effect asks for.
     *
     * @param effect as a reason writes it: {@code requireHosting(EEA)}
     */
    static Optional<Term> askedBy(String effect) {
        var end = effect.indexOf('(');
        return end < 0 ? Optional.empty() : Optional.ofNullable(BY_EFFECT.get(effect.substring(0, end)));
    }
}
