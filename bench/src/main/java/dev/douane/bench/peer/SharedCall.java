package dev.douane.bench.peer;

import dev.douane.bench.Scene;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One call, as it is put to either side.
 *
 * @param model an id of the catalog, or {@code auto}
 * @param location where the person lives whom the data is about
 */
public record SharedCall(
        String model,
        int inputTokens,
        int maxOutputTokens,
        String product,
        String team,
        String workflow,
        String user,
        String environment,
        String dataClass,
        String location,
        String task,
        String phase) {
    private static final int AUTO_EVERY = 10;

    /** So many calls for a catalog of that size; the same numbers give the same calls. */
    public static List<SharedCall> some(int count, int deployments) {
        var dice = new SplittableRandom(7);
        return IntStream.range(0, count)
                .mapToObj(number -> one(number, deployments, dice))
                .toList();
    }

    private static SharedCall one(int number, int deployments, SplittableRandom dice) {
        return new SharedCall(
                number % AUTO_EVERY == 0 ? "auto" : "model-" + dice.nextInt(Scene.models(deployments)),
                100 + dice.nextInt(8_000),
                50 + dice.nextInt(1_500),
                "product-" + dice.nextInt(Scene.PRODUCTS),
                "team-" + dice.nextInt(10),
                "workflow-" + dice.nextInt(50),
                "user-" + dice.nextInt(1_000),
                SharedRules.ENVIRONMENTS.get(dice.nextInt(SharedRules.ENVIRONMENTS.size())),
                Scene.CLASSES.get(dice.nextInt(Scene.CLASSES.size())),
                dice.nextInt(3) == 0 ? "BR" : "DE",
                "task-" + dice.nextInt(Scene.TASKS),
                Scene.PHASES.get(dice.nextInt(Scene.PHASES.size())));
    }

    boolean isAboutTheEea() {
        return location.equals("DE");
    }

    /** As a gateway posts it. */
    public String json(String organisation, String mode) {
        return json("model", model, organisation, mode);
    }

    /** The same call, put to one deployment: may it go there? */
    String jsonFor(String deployment) {
        return json("deployment", deployment, "acme", "advise");
    }

    private String json(String asked, String named, String organisation, String mode) {
        return """
                {"call":{"%s":"%s","operation":"chat","inputTokens":%d,"cachedInputTokens":0,"maxOutputTokens":%d,"n":1},\
                "caller":{"organisation":"%s","product":"%s","team":"%s","workflow":"%s","user":"%s","environment":"%s","location":"%s"},\
                "data":{"classes":["%s"],"subjectLocations":["%s"]},\
                "workload":{"task":"%s","criticality":"standard","phase":"%s","interactive":true},\
                "options":{"mode":"%s"}}""".formatted(
                        asked,
                        named,
                        inputTokens,
                        maxOutputTokens,
                        organisation,
                        product,
                        team,
                        workflow,
                        user,
                        environment,
                        location,
                        dataClass,
                        location,
                        task,
                        phase,
                        mode);
    }

    /** As Cerbos is asked: what the rules look at, and no more; the candidates' attributes travel with every request, as is its way. */
    String cerbos(String candidates) {
        return """
                {"principal":{"id":"%s","roles":["gateway"],"attr":{"product":"%s","environment":"%s","classes":["%s"],\
                "subjectGroups":[%s],"task":"%s","phase":"%s"}},"resources":%s}""".formatted(
                user, product, environment, dataClass, isAboutTheEea() ? "\"EEA\"" : "", task, phase, candidates);
    }

    /** The facts of a scenario that this call is, as {@code key: value} lines. */
    Stream<String> scenarioFacts() {
        return Stream.of(
                "caller: {product: %s, environment: %s}".formatted(product, environment),
                "data: {classes: [%s], subjectLocations: [%s]}".formatted(dataClass, location),
                "workload: {task: %s, phase: %s}".formatted(task, phase));
    }
}
