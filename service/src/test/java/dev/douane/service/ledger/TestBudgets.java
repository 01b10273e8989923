package dev.douane.service.ledger;

/** Budgets of every kind there is, each so small that calls soon do not fit. */
final class TestBudgets {
    private TestBudgets() {}

    /** Made behind the backs of all nodes; an override is in force for a few days around 30 November 2026. */
    static void ofAllKinds(TestServer.Database database) {
        add(database, "everything", "{}", "1000", "soft", "charge");
        add(database, "products", "{\"product\":\"each\"}", "0.9", "hard", "charge");
        add(database, "users", "{\"user\":\"each\"}", "0.09", "hard", "release");
        add(database, "providers", "{\"product\":\"p0\",\"provider\":\"each\"}", "0.2", "hard", "charge");
        add(database, "expects", "{\"product\":\"p1\"}", "0.5", "hard", "charge");
        add(database, "crosses", "{\"product\":\"p2\"}", "0.3", "hard", "release");
        add(database, "rolls", "{\"product\":\"p3\"}", "0.3", "hard", "charge");
        database.execute("""
                update budget set estimate = 'expected', estimate_quantile = 950, estimate_floor = 64, estimate_warm_up = 5
                where name = 'expects'""");
        database.execute("update budget set overrun = 'last-call-may-cross' where name = 'crosses'");
        database.execute("update budget set rollover = 'carry' where name = 'rolls'");
        database.execute("""
                insert into budget_override select id, 1, 'product=p3', 200000000, '2026-11-29Z', '2026-12-03Z', 'why', now(), 'finn'
                from budget where name = 'products'""");
        database.execute("""
                insert into budget_override_step select id, 1, 'approve', null, now(), 'ada' from budget where name = 'products'""");
    }

    private static void add(
            TestServer.Database database, String name, String scope, String amount, String hardness, String expiry) {
        TestLedger.addBudget(database, name, scope, amount, hardness, expiry);
    }
}
