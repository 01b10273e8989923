package dev.douane.bench.run;

import java.io.IOException;

/** Budgets that a call touches three or five of, by its organisation; one of them is shared by all calls, and none is ever used up. */
final class Budgets {
    /** The organisation whose calls touch three. */
    static final String THREE = "acme";

    /** The organisation whose calls touch five. */
    static final String FIVE = "globex";

    private Budgets() {}

    static void three(DouaneServer server) throws IOException, InterruptedException {
        create(server, THREE, "", "product", "user");
    }

    static void five(DouaneServer server) throws IOException, InterruptedException {
        create(server, FIVE, "", "product", "team", "workflow", "user");
    }

    private static void create(DouaneServer server, String organisation, String... each)
            throws IOException, InterruptedException {
        for (var attribute : each) {
            server.budget(
                    organisation + (attribute.isEmpty() ? "" : "-by-" + attribute),
                    "{\"organisation\":\"%s\"%s}"
                            .formatted(
                                    organisation, attribute.isEmpty() ? "" : ",\"%s\":\"each\"".formatted(attribute)));
        }
    }
}
