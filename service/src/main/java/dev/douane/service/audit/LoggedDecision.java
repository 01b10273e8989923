package dev.douane.service.audit;

import java.util.List;

/**
 * One decision of a list that is read to its end: the documents are unpacked when they are asked for, so that a page of them takes little
 * memory.
 */
@SuppressWarnings("ArrayRecordComponent") // handed on as it is, never compared
public record LoggedDecision(DecisionSummary summary, byte[] packed) {
    /**
     * The documents as they were given.
     *
     * @throws IllegalStateException if they are in a form that this program does not know
     */
    public RecordedDecision documents() {
        return Documents.read(packed).of(summary.id(), summary.principal());
    }

    /** The columns that the documents contradict, by name; {@code documents} alone where those cannot be read. */
    public List<String> contradicted() {
        return ColumnCheck.contradicted(this);
    }
}
