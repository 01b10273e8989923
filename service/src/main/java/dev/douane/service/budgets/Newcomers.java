package dev.douane.service.budgets;

import dev.douane.rules.terms.MatchedAccount;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Which of the accounts that are about to be opened are for values that no account was ever opened for, of budgets that have one for each. The first of a new
 * period are not: who opens those is known. For one opening, and one thread.
 */
public final class Newcomers {
    private static final String UNHEARD_OF = """
            select k.budget_id, k.scope from unnest(?::uuid[], ?::text[]) as k (budget_id, scope)
            where not exists (select from budget_account a where a.budget_id = k.budget_id and a.scope = k.scope)""";

    private record Value(UUID budget, String scope) {
        static Value of(MatchedAccount touched) {
            return new Value(touched.key().budget(), touched.key().scope());
        }
    }

    private final Set<Value> unheardOf;

    private Newcomers(Set<Value> unheardOf) {
        this.unheardOf = unheardOf;
    }

    /** Looks them up, as they are committed. */
    public static Newcomers among(Connection connection, Collection<MatchedAccount> unopened) throws SQLException {
        var values = unopened.stream()
                .filter(MatchedAccount::isOneOfMany)
                .map(Value::of)
                .distinct()
                .toList();
        var unheardOf = new HashSet<Value>();
        if (!values.isEmpty()) {
            try (var select = connection.prepareStatement(UNHEARD_OF)) {
                select.setArray(
                        1,
                        connection.createArrayOf(
                                "uuid", values.stream().map(Value::budget).toArray()));
                select.setArray(
                        2,
                        connection.createArrayOf(
                                "text", values.stream().map(Value::scope).toArray()));
                try (var rows = select.executeQuery()) {
                    while (rows.next()) {
                        unheardOf.add(new Value(rows.getObject(1, UUID.class), rows.getString(2)));
                    }
                }
            }
        }
        return new Newcomers(unheardOf);
    }

    /** Those among them that are for such values. */
    public List<MatchedAccount> of(Collection<MatchedAccount> unopened) {
        return unopened.stream()
                .filter(touched -> unheardOf.contains(Value.of(touched)))
                .toList();
    }

    /** Somebody may have them opened: for the next who asks they are no newcomers. */
    public void letIn(Collection<MatchedAccount> newcomers) {
        newcomers.forEach(touched -> unheardOf.remove(Value.of(touched)));
    }
}
