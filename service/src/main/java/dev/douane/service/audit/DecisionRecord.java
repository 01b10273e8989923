package dev.douane.service.audit;

import dev.douane.rules.call.Caller;
import dev.douane.rules.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One decision as the log keeps it. The documents are kept as they are given, byte for byte; the other members are what lists filter by.
 *
 * @param id UUIDv7; its time is not before {@code decidedAt}
 * @param decidedAt the decision's time, at most microseconds
 * @param principal who asked: the id of an API key or a token's subject
 * @param mode {@code enforce} or {@code advise}
 * @param verdict {@code allow}, {@code reroute}, {@code downgrade}, {@code defer} or {@code deny}
 * @param caller who pays and asks, as the gateway named them and its reach completed them
 * @param modelAsked the model as the gateway named it; null where it named only a deployment
 * @param target where the call goes; null where it goes nowhere
 * @param rules ids of the rules, and the house's own words, that gave a reason; sorted, each once
 * @param ruleset the number of the ruleset in force
 * @param catalog the version of the catalog in force
 * @param requested what the call would cost as asked; null where that is not known
 * @param held what was set aside; null where nothing was
 * @param request the request as it was understood, JSON in UTF-8
 * @param answer the answer as it was given, JSON in UTF-8
 * @param evidence what else the decision was made from, JSON in UTF-8
 * @param because what decided: a stable word
 * @param wouldHave the verdict that would have been, had everything observed been enforced; null where nothing observed had a say
 */
@SuppressWarnings("ArrayRecordComponent") // documents in bytes on the hot path; records are written, never compared
public record DecisionRecord(
        UUID id,
        Instant decidedAt,
        String principal,
        String mode,
        String verdict,
        Caller caller,
        @Nullable String modelAsked,
        @Nullable Target target,
        List<String> rules,
        int ruleset,
        int catalog,
        @Nullable Money requested,
        @Nullable Money held,
        byte[] request,
        byte[] answer,
        byte[] evidence,
        String because,
        @Nullable String wouldHave) {
    /**
     * Where a decided call goes.
     *
     * @param hosting country where tokens are processed, null where unknown
     * @param control country whose law controls the provider, null where unknown
     * @param estimated the most the call can cost there
     */
    public record Target(
            String deployment,
            String model,
            String provider,
            String region,
            @Nullable String hosting,
            @Nullable String control,
            String tier,
            Money estimated) {}

    private static final List<String> MODES = List.of("enforce", "advise");
    private static final List<String> GOING = List.of("allow", "reroute", "downgrade");
    private static final List<String> STAYING = List.of("defer", "deny");

    /**
     * What is written stays, so all of it is looked at before.
     *
     * @throws IllegalArgumentException if the id is no UUIDv7, by whose time the log is ordered and partitioned, a word is none of the API's, or
     *     a call that goes nowhere has a target or holds money, or one that goes somewhere has none, or if the documents are longer than any
     *     that are read again
     */
    public DecisionRecord {
        if (id.version() != 7) {
            throw new IllegalArgumentException("decision id (%s) must be a UUIDv7".formatted(id));
        }
        if (!MODES.contains(mode)) {
            throw new IllegalArgumentException("mode (%s) must be one of %s".formatted(mode, MODES));
        }
        if (!(target == null ? STAYING : GOING).contains(verdict)) {
            throw new IllegalArgumentException("verdict (%s) does not go with target (%s)"
                    .formatted(verdict, target == null ? "none" : target.deployment()));
        }
        if (wouldHave != null && !GOING.contains(wouldHave) && !STAYING.contains(wouldHave)) {
            throw new IllegalArgumentException("verdict (%s) that would have been is none".formatted(wouldHave));
        }
        if (target == null && held != null) {
            throw new IllegalArgumentException("a call that goes nowhere must not hold (%s)".formatted(held));
        }
        Documents.demandReadable(request, answer, evidence);
        rules = List.copyOf(rules);
    }
}
