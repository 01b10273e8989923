package dev.douane.service.identity;

import dev.douane.rules.text.PlainText;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether two keys are two people. The database answers, since its triggers ask it too: what is refused here is refused there, but for
 * holders that look alike, of which it knows nothing.
 */
public final class FourEyes {
    private FourEyes() {}

    /**
     * Lets through whoever is not the one who proposed, with this key or another.
     *
     * @param what was proposed, to begin a sentence with
     * @throws ProblemException OWN_APPROVAL for everybody else
     */
    public static void check(Connection connection, String what, String proposer, String approver) throws SQLException {
        var tie = tie(connection, proposer, approver);
        if (tie.isPresent()) {
            throw new ProblemException(
                    ProblemType.OWN_APPROVAL,
                    "%s was proposed with the key (%s). The key (%s) cannot approve it too, since %s: somebody else must."
                            .formatted(what, proposer, approver, tie.get()));
        }
    }

    /** Whether an approval is somebody else's. */
    public static boolean areTwo(Connection connection, String proposer, String approver) throws SQLException {
        return tie(connection, proposer, approver).isEmpty();
    }

    /** Whether the installation began with a key: whoever has it sets the house up, and could make himself a second person with it. */
    public static boolean isFirst(Connection connection, String key) throws SQLException {
        try (var select = connection.prepareStatement("select from api_key where id = ? and created_by = ?")) {
            select.setString(1, key);
            select.setString(2, BootstrapKey.MAKER);
            try (var answer = select.executeQuery()) {
                return answer.next();
            }
        }
    }

    private static Optional<String> tie(Connection connection, String one, String other) throws SQLException {
        try (var select = connection.prepareStatement("""
                select one_person(?, ?), (select holder from api_key where id = ?), (select holder from api_key where id = ?)""")) {
            select.setString(1, one);
            select.setString(2, other);
            select.setString(3, one);
            select.setString(4, other);
            try (var answer = select.executeQuery()) {
                answer.next();
                var tie = answer.getString(1);
                return tie == null && areAlike(answer.getString(2), answer.getString(3))
                        ? Optional.of("the holders of both keys look alike") // which are not said: it becomes an event
                        : Optional.ofNullable(tie);
            }
        }
    }

    private static boolean areAlike(@Nullable String one, @Nullable String other) {
        return one != null && other != null && PlainText.areAlike(one, other);
    }
}
