package dev.douane.rules.lint;

import dev.douane.rules.catalog.CatalogIndex;
import dev.douane.rules.catalog.DeploymentSet;
import dev.douane.rules.drl.EffectCall;
import dev.douane.rules.drl.RuleText;
import dev.douane.rules.drl.RuleTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Requirements that no deployment of the catalog meets, alone or together with the others of their rule. */
final class CatalogCheck {
    private final CatalogIndex catalog;
    private final Told told;

    CatalogCheck(CatalogIndex catalog, Told told) {
        this.catalog = catalog;
        this.told = told;
    }

    List<Finding> check(List<RuleTree> rules) {
        var findings = new ArrayList<Finding>();
        for (var rule : rules) {
            var left = catalog.all();
            boolean found = false;
            var asked = new ArrayList<EffectCall>();
            for (var effect : rule.then()) {
                var meeting = meeting(effect);
                if (meeting.isEmpty()) {
                    continue;
                }
                asked.add(effect);
                left = left.and(meeting.get());
                if (meeting.get().isEmpty()) {
                    found = true;
                    findings.add(Finding.of(
                            LintCode.UNMET_REQUIREMENT,
                            effect.place(),
                            rule.id(),
                            "no deployment of the catalog meets %s of rule (%s)"
                                    .formatted(RuleText.of(effect), rule.id())));
                }
            }
            if (!found && asked.size() > 1 && left.isEmpty()) {
                findings.add(Finding.of(
                        LintCode.UNMET_REQUIREMENT,
                        rule.place(),
                        rule.id(),
                        "no deployment of the catalog meets all that rule (%s) asks for: %s"
                                .formatted(
                                        rule.id(),
                                        asked.stream().map(RuleText::of).collect(Collectors.joining(", ")))));
            }
        }
        return findings;
    }

    /** The deployments that an effect leaves; empty for effects that ask nothing of the target that the catalog could tell. */
    private Optional<DeploymentSet> meeting(EffectCall effect) {
        var word = told.word(effect);
        return switch (effect.effect().name()) {
            case "requireHosting" -> word.map(catalog::hostedIn);
            case "forbidHosting" -> word.map(place -> catalog.hostingKnown().minus(catalog.hostedIn(place)));
            case "requireControl" -> word.map(catalog::controlledFrom);
            case "forbidControl" -> word.map(place -> catalog.controlKnown().minus(catalog.controlledFrom(place)));
            case "requireProvider" -> word.map(catalog::provider);
            case "forbidProvider" -> word.map(provider -> catalog.all().minus(catalog.provider(provider)));
            case "requireModel" -> word.map(this::model);
            case "requireTag" -> word.map(catalog::tag);
            case "requireCertification" -> word.map(catalog::certification);
            case "requireOpenWeights" -> Optional.of(catalog.openWeights());
            case "requireSelfHosted" -> Optional.of(catalog.selfHosted());
            case "requireContinuityClause" -> Optional.of(catalog.continuityClause());
            case "requireResidencyClause" -> Optional.of(catalog.residencyClause());
            case "forbidTraining" -> Optional.of(catalog.noTraining());
            default -> Optional.empty();
        };
    }

    private DeploymentSet model(String idOrAlias) {
        return catalog.catalog()
                .model(idOrAlias)
                .map(model -> catalog.model(model.id()))
                .orElseGet(catalog::none);
    }
}
