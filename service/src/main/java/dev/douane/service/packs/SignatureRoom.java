package dev.douane.service.packs;

import dev.douane.rules.signing.Vouching;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which signature documents there is room for beside one published version. One that brings the signature of a key that counts and has not signed
 * before always has room, so nobody can keep it out; there are as many of those as keys. All others share a few places, so nobody can lay documents without end. For one
 * version, in the order in which they came.
 */
final class SignatureRoom {
    /** Documents of a version that bring no signature which counts, or one that another has brought. */
    static final int IDLE_MAX = 32;

    /** Those of them that one key brought. */
    static final int IDLE_OF_KEY_MAX = 16;

    private final Map<String, Integer> idleByKey = new HashMap<>();
    private int idle;

    /** One that is there. */
    void take(Vouching.Worth worth, String broughtBy) {
        if (!worth.isFirstOf()) {
            idle++;
            idleByKey.merge(broughtBy, 1, Integer::sum);
        }
    }

    /**
     * One that is new; it takes its place where there is one.
     *
     * @return why there is none; empty where there is
     */
    Optional<String> admit(Vouching.Worth worth, String broughtBy) {
        if (!worth.isFirstOf()) {
            if (idle >= IDLE_MAX) {
                return Optional.of(refusal("there are %d such documents beside it".formatted(idle), IDLE_MAX));
            }
            int ofKey = idleByKey.getOrDefault(broughtBy, 0);
            if (ofKey >= IDLE_OF_KEY_MAX) {
                return Optional.of(refusal("this key brought %d such documents".formatted(ofKey), IDLE_OF_KEY_MAX));
            }
        }
        take(worth, broughtBy);
        return Optional.empty();
    }

    private static String refusal(String there, int most) {
        return "brings no signature by a key that counts here and has not signed yet, and %s; at most %d are kept"
                .formatted(there, most);
    }
}
