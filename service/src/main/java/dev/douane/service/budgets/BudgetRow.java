package dev.douane.service.budgets;

import dev.douane.rules.terms.Period;
import dev.douane.rules.terms.Rollover;
import dev.douane.rules.usage.EstimateTerms;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.ColumnTransformer;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A budget as it is stored. */
@Entity
@Immutable
@Table(name = "budget")
@SuppressWarnings("NullAway.Init") // Hibernate fills what the database says is not null
class BudgetRow {
    @Id
    UUID id;

    String name;

    String owner;

    @Column(name = "amount_nanos")
    long amountNanos;

    String currency;

    /** A JSON object: what is wanted by attribute. */
    @Column(columnDefinition = "jsonb")
    @ColumnTransformer(read = "cast(scope as text)", write = "cast(? as jsonb)")
    String scope;

    @Column(name = "period_unit")
    String periodUnit;

    @Column(name = "period_zone")
    String periodZone;

    @Column(name = "period_fiscal")
    @Nullable
    String periodFiscal;

    @Column(name = "window_start")
    @Nullable
    Instant windowStart;

    @Column(name = "window_end")
    @Nullable
    Instant windowEnd;

    boolean starter;

    String hardness;

    String overrun;

    String estimate;

    @Column(name = "estimate_quantile")
    @Nullable
    Integer estimateQuantile;

    @Column(name = "estimate_floor")
    @Nullable
    Integer estimateFloor;

    @Column(name = "estimate_warm_up")
    @Nullable
    Integer estimateWarmUp;

    String rollover;

    @Column(name = "rollover_cap_nanos")
    @Nullable
    Long rolloverCapNanos;

    @Column(name = "hold_expiry")
    String holdExpiry;

    @Column(name = "name_given_up_at")
    @Nullable
    Instant nameGivenUpAt;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "created_by")
    String createdBy;

    /** The row of a budget that is made. */
    static BudgetRow of(NewBudget budget) {
        var terms = budget.terms();
        var row = new BudgetRow();
        row.name = budget.name();
        row.owner = terms.owner();
        row.amountNanos = terms.amount().nanos();
        row.currency = budget.currency();
        row.scope = TermsJson.scope(budget.scope()).toString();
        row.starter = budget.isDefault();
        row.hardness = TermsJson.enforcement(terms.hard());
        row.overrun = terms.overrun().word();
        row.holdExpiry = TermsJson.holdExpiry(terms.releases());
        row.setPeriod(terms.period());
        row.setEstimate(terms.estimate());
        row.setRollover(terms.rollover());
        return row;
    }

    private void setPeriod(Period period) {
        switch (period) {
            case Period.Once(var window) -> {
                periodUnit = Period.ONCE;
                periodZone = "UTC";
                windowStart = window.start();
                windowEnd = window.end();
            }
            case Period.Calendar calendar -> {
                periodUnit = calendar.unit().word();
                periodZone = calendar.zone().getId();
                periodFiscal = calendar.fiscalStart();
            }
        }
    }

    private void setEstimate(EstimateTerms terms) {
        estimate = terms.isExpected() ? "expected" : "worst-case";
        if (terms.isExpected()) {
            estimateQuantile = terms.quantilePermille();
            estimateFloor = terms.floorTokens();
            estimateWarmUp = terms.warmUp();
        }
    }

    private void setRollover(Rollover terms) {
        switch (terms) {
            case Rollover.None none -> rollover = "none";
            case Rollover.Carry carry -> rollover = "carry";
            case Rollover.Capped(var cap) -> {
                rollover = "capped";
                rolloverCapNanos = cap.nanos();
            }
        }
    }
}
