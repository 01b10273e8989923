package dev.douane.service.decisions;

import dev.douane.service.audit.DecisionLog;
import dev.douane.service.audit.DecisionQuery;
import dev.douane.service.audit.DecisionSummary;
import dev.douane.service.platform.StrictJson;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;

/** Writes lists of decisions line by line, without ever holding more than a page of them. */
@ApplicationScoped
class Export {
    /** Lines on their way out. */
    @FunctionalInterface
    interface Lines {
        void writeTo(OutputStream out) throws IOException;
    }

    private final DecisionLog log;
    private final StrictJson json;

    Export(DecisionLog log, StrictJson json) {
        this.log = log;
        this.json = json;
    }

    /** @param whole whether to go past the query's limit, to the last decision it finds */
    Lines ndjson(DecisionQuery query, boolean whole) {
        return out -> forEach(query, whole, row -> {
            out.write(json.write(SummaryView.of(row)));
            out.write('\n');
        });
    }

    /** As {@link #ndjson}; the first line names the columns. */
    Lines csv(DecisionQuery query, boolean whole) {
        return out -> {
            out.write(CsvLine.HEADER.bytes());
            forEach(
                    query,
                    whole,
                    row -> out.write(CsvLine.of(SummaryView.of(row)).bytes()));
        };
    }

    private void forEach(DecisionQuery query, boolean whole, DecisionLog.RowReader reader) throws IOException {
        try {
            if (whole) {
                log.forEach(query, reader);
            } else {
                for (DecisionSummary row : log.page(query)) {
                    reader.read(row);
                }
            }
        } catch (SQLException e) {
            throw new IOException(
                    "the decision log cannot be read",
                    e); // breaks the answer off: a list cut short must not look whole
        }
    }
}
