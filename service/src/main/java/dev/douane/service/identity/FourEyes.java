package dev.douane.service.identity;

import dev.douane.rules.text.PlainText;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
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
        try (var select = connection.prepareStatement("select one_person(?, ?)")) {
            select.setString(1, one);
            select.setString(2, other);
            try (var answer = select.executeQuery()) {
                answer.next();
                var tie = answer.getString(1);
                return tie == null ? likeness(connection, one, other) : Optional.of(tie);
            }
        }
    }

    /** The same again for holders that look alike. They are not said: it becomes an event. */
    private static Optional<String> likeness(Connection connection, String one, String other) throws SQLException {
        try (var select = connection.prepareStatement("""
                select a.holder, b.holder, abs(extract(epoch from a.created_at - b.created_at)) < 604800,
                    array(select k.holder from api_key k where k.id in (select makers_of(a.id)) and k.holder is not null),
                    array(select k.holder from api_key k where k.id in (select makers_of(b.id)) and k.holder is not null)
                from api_key a, api_key b where a.id = ? and b.id = ?""")) {
            select.setString(1, one);
            select.setString(2, other);
            try (var answer = select.executeQuery()) {
                if (!answer.next()) {
                    return Optional.empty();
                }
                var holder = answer.getString(1);
                var otherHolder = answer.getString(2);
                var makers = List.of((String[]) answer.getArray(4).getArray());
                var otherMakers = List.of((String[]) answer.getArray(5).getArray());
                if (areAlike(holder, otherHolder)) {
                    return Optional.of("the holders of both keys look alike");
                }
                if (isAmong(holder, otherMakers) || isAmong(otherHolder, makers)) {
                    return Optional.of("the holder of one of the two keys looks like who made the other");
                }
                return answer.getBoolean(3) && makers.stream().anyMatch(maker -> isAmong(maker, otherMakers))
                        ? Optional.of("holders that look alike made both of them within a week")
                        : Optional.empty();
            }
        }
    }

    private static boolean isAmong(@Nullable String holder, List<String> makers) {
        return makers.stream().anyMatch(maker -> areAlike(holder, maker));
    }

    private static boolean areAlike(@Nullable String one, @Nullable String other) {
        return one != null && other != null && PlainText.areAlike(one, other);
    }
}
