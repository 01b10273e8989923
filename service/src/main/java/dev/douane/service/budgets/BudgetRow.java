package dev.douane.service.budgets;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.ColumnTransformer;
import org.hibernate.annotations.Immutable;

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

    String hardness;

    @Column(name = "hold_expiry")
    String holdExpiry;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "created_by")
    String createdBy;
}
