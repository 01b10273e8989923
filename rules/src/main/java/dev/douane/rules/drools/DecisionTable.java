package dev.douane.rules.drools;

import dev.douane.rules.pack.PackFile;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.drools.decisiontable.InputType;
import org.drools.decisiontable.SpreadsheetCompiler;

/** Expands a decision table into the rules it stands for. */
final class DecisionTable {
    /** The name of the table's rule set, which would choose a package: packs do not. */
    private static final Pattern PACKAGE_LINE = Pattern.compile("\\Apackage [^;\\n]*;");

    private DecisionTable() {}

    /**
     * The table's rules as DRL, each with the id and reason of its row.
     *
     * @throws IllegalArgumentException if it is not a decision table
     */
    static String expand(PackFile table) {
        try {
            var drl = new SpreadsheetCompiler()
                    .compile(new ByteArrayInputStream(table.text().getBytes(StandardCharsets.UTF_8)), InputType.CSV);
            return PACKAGE_LINE.matcher(drl).replaceFirst("");
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("is not a decision table: %s".formatted(e.getMessage()), e);
        }
    }
}
