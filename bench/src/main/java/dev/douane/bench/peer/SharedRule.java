package dev.douane.bench.peer;

import dev.douane.rules.catalog.CatalogIndex;
import dev.douane.rules.catalog.DeploymentSet;
import java.util.function.Function;

/**
 * A rule that two languages can say: for such calls, such deployments are out. The one source of its DRL, its CEL and its plain meaning.
 *
 * @param number from zero
 * @param condition which calls it is about
 * @param narrowing what it asks of the deployment
 */
record SharedRule(int number, Condition condition, Narrowing narrowing) {
    /** Which calls; two questions about one, each in both languages. */
    sealed interface Condition {
        boolean holds(SharedCall call);

        String drl();

        /** Of a principal's attributes, without the deployment's. */
        String cel();

        /** Personal data of people in the EEA. */
        record PersonalInTheEea() implements Condition {
            @Override
            public boolean holds(SharedCall call) {
                return call.dataClass().equals("personal") && call.isAboutTheEea();
            }

            @Override
            public String drl() {
                return "Data(classes contains \"personal\", subjectGroups contains \"EEA\")";
            }

            @Override
            public String cel() {
                return "\"personal\" in P.attr.classes && \"EEA\" in P.attr.subjectGroups";
            }
        }

        record ProductAndClass(String product, String dataClass) implements Condition {
            @Override
            public boolean holds(SharedCall call) {
                return call.product().equals(product) && call.dataClass().equals(dataClass);
            }

            @Override
            public String drl() {
                return "Caller(product == \"%s\")%n    Data(classes contains \"%s\")".formatted(product, dataClass);
            }

            @Override
            public String cel() {
                return "P.attr.product == \"%s\" && \"%s\" in P.attr.classes".formatted(product, dataClass);
            }
        }

        record ProductAndEnvironment(String product, String environment) implements Condition {
            @Override
            public boolean holds(SharedCall call) {
                return call.product().equals(product) && call.environment().equals(environment);
            }

            @Override
            public String drl() {
                return "Caller(product == \"%s\", environment == \"%s\")".formatted(product, environment);
            }

            @Override
            public String cel() {
                return "P.attr.product == \"%s\" && P.attr.environment == \"%s\"".formatted(product, environment);
            }
        }

        record TaskAndPhase(String task, String phase) implements Condition {
            @Override
            public boolean holds(SharedCall call) {
                return call.task().equals(task) && call.phase().equals(phase);
            }

            @Override
            public String drl() {
                return "Workload(task == \"%s\", phase == \"%s\")".formatted(task, phase);
            }

            @Override
            public String cel() {
                return "P.attr.task == \"%s\" && P.attr.phase == \"%s\"".formatted(task, phase);
            }
        }
    }

    /**
     * What is asked of the deployment.
     *
     * @param concern whose rules may say it
     * @param drl the consequence
     * @param cel true of a deployment that is out
     * @param out the same of a catalog
     */
    record Narrowing(String concern, String drl, String cel, Function<CatalogIndex, DeploymentSet> out) {
        static final Narrowing HOSTED_IN_THE_EEA = new Narrowing(
                "sovereignty",
                "requireHosting(\"EEA\")",
                "!(\"EEA\" in R.attr.hosting)",
                catalog -> catalog.hostedIn("EEA").others());

        static final Narrowing NO_TRAINING = new Narrowing(
                "sovereignty",
                "forbidTraining()",
                "R.attr.mayTrain",
                catalog -> catalog.noTraining().others());

        static final Narrowing OPEN_WEIGHTS = new Narrowing(
                "sovereignty",
                "requireOpenWeights()",
                "!R.attr.openWeights",
                catalog -> catalog.openWeights().others());

        static Narrowing notHostedIn(String country) {
            return new Narrowing(
                    "sovereignty",
                    "forbidHosting(\"%s\")".formatted(country),
                    "\"%s\" in R.attr.hosting".formatted(country),
                    catalog -> catalog.hostedIn(country));
        }

        static Narrowing notControlledFrom(String country) {
            return new Narrowing(
                    "sovereignty",
                    "forbidControl(\"%s\")".formatted(country),
                    "R.attr.control == \"%s\"".formatted(country),
                    catalog -> catalog.controlledFrom(country));
        }

        static Narrowing atMost(String tier, int rank) {
            return new Narrowing(
                    "cost-tier",
                    "capTier(\"%s\")".formatted(tier),
                    "R.attr.tier > %d".formatted(rank),
                    catalog -> catalog.above(catalog.catalog().tiers().named(tier)));
        }
    }

    String id() {
        return "SHARED-%04d".formatted(number);
    }

    String drl() {
        return """
                rule "Rule %d in two languages"
                    @id("%s")
                    @reason("Rule %d in two languages holds.")
                when
                    %s
                then
                    decision.%s;
                end

                """.formatted(number, id(), number, condition.drl(), narrowing.drl());
    }

    String cerbos() {
        return """
                    - name: %s
                      actions: [use]
                      effect: EFFECT_DENY
                      roles: [gateway]
                      condition:
                        match:
                          expr: '%s && %s'
                """.formatted(id(), condition.cel(), narrowing.cel());
    }
}
