package dev.douane.service.identity;

import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import dev.douane.service.platform.Violation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A key that is asked for.
 *
 * @param name what people call it, 1 to 120 characters
 * @param roles at least one of {@link Roles#ALL}
 * @param expiresAt when it ends, absent for never
 */
record KeyRequest(
        @Nullable String name,
        @Nullable List<@Nullable String> roles,
        @Nullable Instant expiresAt) {
    private static final int NAME_LENGTH_MAX = 120;

    /** @throws ProblemException INVALID_REQUEST with everything that is wrong */
    KeyRequest checked(Instant now) {
        var violations = new ArrayList<Violation>();
        if (name == null || name.isBlank() || name.length() > NAME_LENGTH_MAX) {
            violations.add(new Violation("/name", "name must have 1 to %d characters".formatted(NAME_LENGTH_MAX)));
        }
        if (roles == null || roles.isEmpty()) {
            violations.add(new Violation("/roles", "roles must name at least one of %s".formatted(Roles.ALL)));
        } else {
            for (int i = 0; i < roles.size(); i++) {
                var role = roles.get(i);
                if (role == null || !Roles.ALL.contains(role)) {
                    violations.add(
                            new Violation("/roles/" + i, "role (%s) must be one of %s".formatted(role, Roles.ALL)));
                }
            }
        }
        if (expiresAt != null && !expiresAt.isAfter(now)) {
            violations.add(new Violation("/expiresAt", "expiresAt (%s) must be later than now".formatted(expiresAt)));
        }
        if (!violations.isEmpty()) {
            throw new ProblemException(ProblemType.INVALID_REQUEST, "The key cannot be made.", violations);
        }
        return this;
    }

    String sayName() {
        return Objects.requireNonNull(name).strip();
    }

    SortedSet<String> sayRoles() {
        var said = new TreeSet<String>();
        Objects.requireNonNull(roles).forEach(role -> said.add(Objects.requireNonNull(role)));
        return said;
    }
}
