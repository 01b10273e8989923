package dev.douane.service.identity;

import dev.douane.rules.call.Caller;
import dev.douane.rules.text.PlainText;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import dev.douane.service.platform.Violation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A key that is asked for.
 *
 * @param name what people call it, 1 to 120 characters without line breaks
 * @param holder who has it, 1 to 120 characters in one script without line breaks: a staff number, an address, the name of a machine. Keys
 *     of holders that look alike count as one person's; absent where that is not said
 * @param roles at least one of {@link Roles#ALL}
 * @param gateway the gateway it is a key of, a kebab-case name of at most 64 characters; only with role {@code gateway}, absent for a key that
 *     stands for itself
 * @param reach for whom it may ask; only with role {@code gateway}, absent for anybody
 * @param expiresAt when it ends, absent for never
 */
@Schema(requiredProperties = {"name", "roles"})
record KeyRequest(
        @Nullable String name,
        @Nullable String holder,
        @Nullable List<@Nullable String> roles,
        @Nullable String gateway,
        @Nullable ReachTerms reach,
        @Nullable Instant expiresAt) {
    private static final int NAME_LENGTH_MAX = 120;
    private static final int GATEWAY_LENGTH_MAX = 64;
    private static final Pattern KEBAB_CASE = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

    /** @throws ProblemException INVALID_REQUEST with everything that is wrong */
    KeyRequest checked(Instant now) {
        var violations = new ArrayList<Violation>();
        var fault = PlainText.faultInName(name, NAME_LENGTH_MAX);
        if (fault != null) {
            violations.add(new Violation("/name", "name " + fault));
        }
        checkHolder(violations);
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
        checkGateway(violations);
        checkReach(violations);
        if (expiresAt != null && !expiresAt.isAfter(now)) {
            violations.add(new Violation("/expiresAt", "expiresAt (%s) must be later than now".formatted(expiresAt)));
        }
        if (!violations.isEmpty()) {
            throw new ProblemException(ProblemType.INVALID_REQUEST, "The key cannot be made.", violations);
        }
        return this;
    }

    private void checkHolder(List<Violation> violations) {
        var spelled = sayHolder();
        if (spelled == null) {
            return;
        }
        var length = PlainText.faultInName(spelled, NAME_LENGTH_MAX);
        var fault = length == null ? PlainText.faultInWord(spelled) : length; // it is compared
        if (fault != null) {
            violations.add(new Violation("/holder", "holder " + fault));
        }
    }

    private void checkGateway(List<Violation> violations) {
        if (gateway == null) {
            return;
        }
        if (gateway.length() > GATEWAY_LENGTH_MAX
                || !KEBAB_CASE.matcher(gateway).matches()) {
            violations.add(new Violation(
                    "/gateway",
                    "gateway (%s) must have 1 to %d lower-case letters and digits, and single dashes between them"
                            .formatted(gateway, GATEWAY_LENGTH_MAX)));
        } else if (roles != null && !roles.contains(Roles.GATEWAY)) {
            violations.add(
                    new Violation("/gateway", "gateway (%s) goes with role %s only".formatted(gateway, Roles.GATEWAY)));
        }
    }

    private void checkReach(List<Violation> violations) {
        if (reach == null) {
            return;
        }
        reach.read(violations);
        if (roles != null && !roles.contains(Roles.GATEWAY)) {
            violations.add(new Violation("/reach", "reach goes with role %s only".formatted(Roles.GATEWAY)));
        }
    }

    /** What was asked for; only once it is {@link #checked}. */
    ApiKeys.Wanted wanted() {
        return new ApiKeys.Wanted(sayName(), sayHolder(), sayRoles(), gateway, sayReach(), expiresAt);
    }

    private String sayName() {
        return Objects.requireNonNull(name).strip();
    }

    private @Nullable String sayHolder() {
        return holder == null ? null : Caller.spelled(holder);
    }

    private Reach sayReach() {
        return reach == null ? Reach.UNLIMITED : reach.read(new ArrayList<>());
    }

    private SortedSet<String> sayRoles() {
        var said = new TreeSet<String>();
        Objects.requireNonNull(roles).forEach(role -> said.add(Objects.requireNonNull(role)));
        return said;
    }
}
