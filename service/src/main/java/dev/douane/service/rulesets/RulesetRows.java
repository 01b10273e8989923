package dev.douane.service.rulesets;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.Session;

@ApplicationScoped
class RulesetRows implements PanacheRepositoryBase<RulesetRow, Integer> {
    /**
     * A ruleset's number.
     *
     * @param bytes of what it says, about
     */
    record Sized(int number, long bytes) {}

    Optional<RulesetRow> byDigest(String digest) {
        return find("digest", digest).firstResultOptional();
    }

    /** The highest number given so far, 0 before the first. */
    int lastNumber() {
        return find("order by number desc")
                .firstResultOptional()
                .map(row -> row.number)
                .orElse(0);
    }

    /**
     * Numbers of rulesets with how long they are, newest first: their terms and the reasons that were said may be long.
     *
     * @param before exclusive upper bound of the number
     * @param limit rows to return
     */
    List<Sized> sizes(int before, int limit) {
        return getEntityManager()
                .unwrap(Session.class)
                .createNativeQuery("""
                        select r.number,
                            (select coalesce(sum(octet_length(p.terms)), 0) from ruleset_pack p where p.ruleset = r.number)
                                + (select coalesce(sum(octet_length(c.why)), 0) from ruleset_change c where c.ruleset = r.number) as bytes
                        from ruleset r where r.number < :before order by r.number desc limit :limit""", Tuple.class)
                .setParameter("before", before)
                .setParameter("limit", limit)
                .getResultStream()
                .map(row -> new Sized(
                        row.get("number", Number.class).intValue(),
                        row.get("bytes", Number.class).longValue()))
                .toList();
    }

    /** Those rulesets, newest first. */
    List<RulesetRow> of(List<Integer> numbers) {
        return numbers.isEmpty()
                ? List.of()
                : find("number in ?1 order by number desc", numbers).list();
    }

    /**
     * When the key had a ruleset numbered.
     *
     * @param nth from 1, counted back from its newest
     */
    Optional<Instant> proposed(String by, int nth) {
        return getEntityManager()
                .createQuery(
                        "select r.createdAt from RulesetRow r where r.createdBy = :by order by r.createdAt desc",
                        Instant.class)
                .setParameter("by", by)
                .setFirstResult(nth - 1)
                .setMaxResults(1)
                .getResultStream()
                .findFirst();
    }

    /** Lets one transaction at a time, of all nodes, number and activate. */
    void lockActivation() {
        getEntityManager()
                .createNativeQuery(
                        "select cast(pg_advisory_xact_lock(hashtextextended('douane.rulesets', 0)) as text)",
                        String.class)
                .getResultList();
    }
}
