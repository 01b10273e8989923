package dev.douane.service.platform;

import java.util.Locale;

/** Every way a call to this service can fail. The slug is API: documented, never renamed. */
public enum ProblemType {
    INVALID_REQUEST(400, "The request is not valid"),
    UNAUTHENTICATED(401, "Who is asking is not known"),
    FORBIDDEN(403, "The key does not carry the role this needs"),
    OUT_OF_REACH(403, "The key may not ask for this caller"),
    NOT_FOUND(404, "Nothing is here"),
    DECISION_NOT_FOUND(404, "No such decision"),
    BUDGET_NOT_FOUND(404, "No such budget"),
    ACCOUNT_NOT_FOUND(404, "No such account"),
    CATALOG_NOT_FOUND(404, "No such catalog"),
    KEY_NOT_FOUND(404, "No such key"),
    PACK_NOT_FOUND(404, "No such rule pack"),
    RULESET_NOT_FOUND(404, "No such ruleset"),
    METHOD_NOT_ALLOWED(405, "This resource does not do that"),
    NOT_ACCEPTABLE(406, "This resource has no answer in the form asked for"),
    REQUEST_TOO_SLOW(408, "The request did not arrive in time"),
    CONFLICT(409, "The request contradicts what is stored"),
    OWN_APPROVAL(409, "Who proposed does not approve"),
    IDEMPOTENCY_CONFLICT(409, "The idempotency key was used for another request"),
    HOLD_CLOSED(409, "The hold of this decision is closed in another way"),
    SETTLEMENT_CONFLICT(409, "The decision was settled with other figures"),
    USAGE_REPORTED(409, "The call was reported to have used tokens"),
    NOTHING_HELD(409, "The decision set no money aside"),
    TOO_LARGE(413, "The request is too large"),
    URI_TOO_LONG(414, "The URI is too long"),
    UNSUPPORTED_MEDIA_TYPE(415, "The request is not in a form this resource reads"),
    PACK_REJECTED(422, "The rule pack was rejected"),
    UNPROCESSABLE(422, "The request is well-formed but cannot be carried out"),
    TOO_MANY_REQUESTS(429, "Too many requests"),
    TOO_MANY_SCOPES(429, "Too many new values that budgets count by"),
    HEADERS_TOO_LARGE(431, "The headers are too large"),
    INTERNAL(500, "Unexpected error"),
    NOT_READY(503, "Nothing is in force to decide by yet"),
    OVERLOADED(503, "More requests are waiting than can be answered in time"),
    UNAVAILABLE(503, "The service cannot answer right now");

    private static final String BASE = "https://douane.dev/problems/";

    private final int status;
    private final String title;

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** The HTTP status that goes with it. */
    public int status() {
        return status;
    }

    /** One short sentence, the same for every occurrence. */
    public String title() {
        return title;
    }

    /** The stable URI that names this problem. */
    public String uri() {
        return BASE + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
