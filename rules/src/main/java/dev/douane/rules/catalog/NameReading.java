package dev.douane.rules.catalog;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes one name apart from the left: provider, route, place, maker; what is left must be a model's name in the catalog. A part nobody knows
 * makes the whole name unknown.
 */
final class NameReading {
    /** Other kinds have ids of their own, which only an alias can tell. */
    private static final Pattern ARN = Pattern.compile(
            "arn:aws[a-z-]*:bedrock:([a-z0-9-]+):(?:[0-9]*|aws):(foundation-model|inference-profile)/([^/]+)");

    private static final Pattern IN_PROJECT = Pattern.compile("projects/[^/]+/locations/([^/]+)/(publishers/.+)");
    private static final Pattern PUBLISHED = Pattern.compile("publishers/([^/]+)/models/([^/]+)");
    private static final Pattern OF_ACCOUNT = Pattern.compile("accounts/([^/]+)/models/([^/]+)");
    private static final Pattern CLOUD_REGION = Pattern.compile("[a-z]{2}(-gov)?-[a-z]+-[0-9]");

    /** Fireworks writes a dot as a p. */
    private static final Pattern P_FOR_DOT = Pattern.compile("(?<=[0-9])p(?=[0-9])");

    private static final String LATEST = "-latest";
    private static final String VERTEX_DEFAULT = "@default";
    private static final Pattern VERSION = Pattern.compile("-v[0-9]+(:[0-9]+)?");
    private static final Pattern VERSION_BEHIND = Pattern.compile("(.+?)(-v[0-9]+(?::[0-9]+)?)");
    private static final Pattern DATED = Pattern.compile(".*-20[0-9]{6}");
    private static final Pattern FIRST_VERSION = Pattern.compile("-v1(:0)?");

    private final ModelNames names;
    private @Nullable String provider;
    private @Nullable String place;
    private @Nullable String maker;

    NameReading(ModelNames names) {
        this.names = names;
    }

    @Nullable
    ReadName read(String name) {
        var rest = name;
        while (rest != null) {
            var arn = ARN.matcher(rest);
            if (arn.matches()) {
                rest = resource(arn.group(1), arn.group(2), arn.group(3));
                continue;
            }
            var model = names.model(rest);
            if (model != null) {
                return found(rest, model);
            }
            if (rest.indexOf('/') < 0) {
                return lastPart(rest);
            }
            rest = withoutFirstPart(rest);
        }
        return null;
    }

    /** The catalog knows the name as it is: what stands before the model pins where that serves it, and is else a part of the name. */
    private void vouchedFor(String name, Model model) {
        var ofAccount = OF_ACCOUNT.matcher(name);
        var slash = name.indexOf('/');
        var word = ofAccount.matches() ? ofAccount.group(1) : slash < 0 ? "" : name.substring(0, slash);
        var before = names.provider(word.isEmpty() && isMadeFor(name) ? GatewayWords.BEDROCK : word);
        if (before != null && names.isServedBy(before, model)) {
            provider = before;
        }
    }

    private static boolean isMadeFor(String name) {
        var dot = name.indexOf('.');
        return dot > 0 && GatewayWords.maker(GatewayWords.word(name.substring(0, dot))) != null;
    }

    /** A name of the catalog's. One that moves is its maker's: elsewhere the same word can mean what was the latest once. */
    private @Nullable ReadName found(String name, Model model) {
        if (provider == null) {
            vouchedFor(name, model);
        } else if (Spelling.folded(name).endsWith(LATEST)) {
            var own = GatewayWords.maker(provider);
            return own != null && names.isMadeBy(own, model) ? found(model) : null;
        }
        return found(model);
    }

    private @Nullable ReadName found(Model model) {
        if (maker != null && !names.isMadeBy(maker, model)) {
            return null;
        }
        return new ReadName(model, provider, place, names.pinned(provider, place));
    }

    /**
     * The name in an ARN of Bedrock's, which what stands before it must not contradict. A profile is called in one region and served in its
     * area, so the area counts.
     */
    private @Nullable String resource(String region, String kind, String inside) {
        if (!isAt(GatewayWords.BEDROCK) || (place != null && !place.equals(region))) {
            return null;
        }
        if (kind.equals("foundation-model") || areaOf(inside) == null) {
            place = region;
        }
        return inside;
    }

    private @Nullable String withoutFirstPart(String rest) {
        var inProject = IN_PROJECT.matcher(rest);
        if (inProject.matches()) {
            place = inProject.group(1);
            return isAt(GatewayWords.VERTEX) ? inProject.group(2) : null;
        }
        var published = PUBLISHED.matcher(rest);
        if (published.matches()) {
            maker = GatewayWords.maker(GatewayWords.word(published.group(1)));
            return maker != null && isAt(GatewayWords.VERTEX) ? published.group(2) : null;
        }
        var ofAccount = OF_ACCOUNT.matcher(rest);
        if (ofAccount.matches()) {
            return isAt(ofAccount.group(1))
                    ? P_FOR_DOT.matcher(ofAccount.group(2)).replaceAll("-")
                    : null;
        }
        var slash = rest.indexOf('/');
        var behind = rest.substring(slash + 1);
        return isUnderstood(GatewayWords.word(rest.substring(0, slash)), behind) ? behind : null;
    }

    /** Takes the first part of a path for what it can be. */
    private boolean isUnderstood(String word, String behind) {
        if (word.equals("models")) {
            return behind.indexOf('/') < 0;
        }
        if (provider == null && maker == null && isAt(word)) {
            return true;
        }
        if (provider != null && provider.equals(names.provider(GatewayWords.BEDROCK)) && isRoute(word)) {
            return true;
        }
        if (provider != null
                && place == null
                && (names.isPlace(word) || CLOUD_REGION.matcher(word).matches())) {
            place = word;
            return true;
        }
        if (maker == null) {
            maker = GatewayWords.maker(word);
            return maker != null;
        }
        return false;
    }

    private static boolean isRoute(String word) {
        return GatewayWords.ROUTES.contains(word);
    }

    /** Pins a provider; false where the catalog has none of that word, or another is pinned. */
    private boolean isAt(String word) {
        var meant = names.provider(word);
        if (meant == null || (provider != null && !provider.equals(meant))) {
            return false;
        }
        provider = meant;
        return true;
    }

    // --- the model's own part

    private @Nullable ReadName lastPart(String written) {
        var rest = written.endsWith(VERTEX_DEFAULT)
                ? written.substring(0, written.length() - VERTEX_DEFAULT.length())
                : written;
        var area = areaOf(rest);
        if (area != null) {
            if (place != null || !isAt(GatewayWords.BEDROCK)) {
                return null;
            }
            place = area;
            rest = rest.substring(area.length() + 1);
        }
        var model = names.model(rest);
        if (model == null && isMadeFor(rest)) {
            var dot = rest.indexOf('.');
            if (maker != null || !isAt(GatewayWords.BEDROCK)) {
                return null;
            }
            maker = GatewayWords.maker(GatewayWords.word(rest.substring(0, dot)));
            rest = rest.substring(dot + 1);
            model = names.model(rest);
        }
        model = model == null ? withoutVersion(rest) : model;
        return model == null ? null : found(model);
    }

    /** The area of a profile's name, such as {@code us} of {@code us.anthropic.claude-opus-5}. */
    private static @Nullable String areaOf(String name) {
        var dot = name.indexOf('.');
        if (dot < 0 || !isMadeFor(name.substring(dot + 1))) {
            return null;
        }
        var word = GatewayWords.word(name.substring(0, dot));
        return GatewayWords.AREAS.contains(word) ? word : null;
    }

    /**
     * Bedrock's version behind the name. A dated name is one snapshot whatever its version; of a name without a date only the first version
     * is the model, and only where the catalog tells no versions of it apart.
     */
    private @Nullable Model withoutVersion(String name) {
        var versioned = VERSION_BEHIND.matcher(name);
        if (!versioned.matches()) {
            return null;
        }
        var model = names.model(versioned.group(1));
        if (model == null || DATED.matcher(Spelling.folded(versioned.group(1))).matches()) {
            return model;
        }
        var atBedrock = provider != null && provider.equals(names.provider(GatewayWords.BEDROCK));
        return atBedrock && FIRST_VERSION.matcher(versioned.group(2)).matches() && !hasVersions(model) ? model : null;
    }

    private static boolean hasVersions(Model model) {
        return model.aliases().stream()
                .anyMatch(alias -> VERSION.matcher(alias.substring(Math.max(0, alias.lastIndexOf("-v"))))
                                .matches()
                        && !DATED.matcher(Spelling.folded(alias.substring(0, alias.lastIndexOf("-v"))))
                                .matches());
    }
}
