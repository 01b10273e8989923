package dev.douane.service.decisions;

import dev.douane.service.audit.DecisionLog;
import dev.douane.service.audit.DecisionQuery;
import dev.douane.service.audit.DecisionSummary;
import dev.douane.service.audit.LoggedDecision;
import dev.douane.service.identity.KnownKeys;
import dev.douane.service.platform.StrictJson;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;
import java.util.List;

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
    private final KnownKeys known;

    Export(DecisionLog log, StrictJson json, KnownKeys known) {
        this.log = log;
        this.json = json;
        this.known = known;
    }

    /**
     * With the documents of each.
     *
     * @param whole whether to go past the query's limit, to the last decision it finds
     * @param pause comes between two pages
     */
    Lines ndjson(DecisionQuery query, boolean whole, DecisionLog.Pause pause) {
        return out -> {
            DecisionLog.RowReader<LoggedDecision> line = row -> {
                out.write(ExportedView.json(json.write(SummaryView.of(row.summary(), known)), row.documents()));
                out.write('\n');
            };
            reading(() -> {
                if (whole) {
                    log.forEachOfAll(query, pause, line);
                } else {
                    each(log.pageOfAll(query), line);
                }
            });
        };
    }

    /** As {@link #ndjson}; the first line names the columns. */
    Lines csv(DecisionQuery query, boolean whole, DecisionLog.Pause pause) {
        return out -> {
            out.write(CsvLine.HEADER.bytes());
            DecisionLog.RowReader<DecisionSummary> line =
                    row -> out.write(CsvLine.of(SummaryView.of(row, known)).bytes());
            reading(() -> {
                if (whole) {
                    log.forEach(query, pause, line);
                } else {
                    each(log.page(query), line);
                }
            });
        };
    }

    private static <T> void each(List<T> rows, DecisionLog.RowReader<T> reader) throws IOException {
        for (var row : rows) {
            reader.read(row);
        }
    }

    private interface Reading {
        void read() throws SQLException, IOException;
    }

    private static void reading(Reading reading) throws IOException {
        try {
            reading.read();
        } catch (SQLException e) {
            throw new IOException(
                    "the decision log cannot be read",
                    e); // breaks the answer off: a list cut short must not look whole
        }
    }
}
