package dev.douane.rules.call;

import java.text.Normalizer;
import org.jspecify.annotations.Nullable;

/**
 * Who pays and asks. Every member may be missing; a rule or a budget that needs a missing one takes the stricter case.
 *
 * @param location the country the caller sits in, ISO 3166-1 alpha-2
 */
public record Caller(
        @Nullable String organisation,
        @Nullable String product,
        @Nullable String team,
        @Nullable String workflow,
        @Nullable String user,
        @Nullable String run,
        @Nullable String environment,
        @Nullable String location) {
    /** Nobody in particular. */
    public static final Caller UNKNOWN = new Caller(null, null, null, null, null, null, null, null);

    /** The same caller, saying this of itself. */
    public Caller saying(CallerAttribute attribute, String value) {
        return new Caller(
                attribute == CallerAttribute.ORGANISATION ? value : organisation,
                attribute == CallerAttribute.PRODUCT ? value : product,
                attribute == CallerAttribute.TEAM ? value : team,
                attribute == CallerAttribute.WORKFLOW ? value : workflow,
                attribute == CallerAttribute.USER ? value : user,
                attribute == CallerAttribute.RUN ? value : run,
                attribute == CallerAttribute.ENVIRONMENT ? value : environment,
                attribute == CallerAttribute.LOCATION ? value : location);
    }

    /** The one spelling of what somebody is called: without blanks around it, and letters composed (NFC). */
    public static String spelled(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) >= 0x80) {
                return Normalizer.normalize(name, Normalizer.Form.NFC).strip();
            }
        }
        return name.strip();
    }
}
