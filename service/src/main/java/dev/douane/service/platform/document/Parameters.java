package dev.douane.service.platform.document;

import dev.douane.service.platform.PageRequest;
import java.math.BigDecimal;
import java.util.List;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/** What the parameters that many operations share take: resources receive them as text, so as to refuse what is wrong in their own words. */
final class Parameters {
    private static final List<Schema.SchemaType> TEXT = List.of(Schema.SchemaType.STRING);

    private Parameters() {}

    static void complete(Operation operation) {
        for (var parameter : operation.getParameters() == null ? List.<Parameter>of() : operation.getParameters()) {
            if (parameter.getIn() == Parameter.In.QUERY) {
                complete(parameter);
            }
        }
    }

    private static void complete(Parameter parameter) {
        var schema = parameter.getSchema();
        switch (parameter.getName()) {
            case "limit" -> {
                if (TEXT.equals(schema.getType())) {
                    schema.type(List.of(Schema.SchemaType.INTEGER))
                            .minimum(BigDecimal.ONE)
                            .maximum(BigDecimal.valueOf(PageRequest.LIMIT_MAX))
                            .defaultValue(PageRequest.LIMIT_DEFAULT);
                }
            }
            case "cursor" -> describe(parameter, "what the page before called next");
            case "at" -> schema.setFormat("date-time");
            default -> {}
        }
    }

    private static void describe(Parameter parameter, String description) {
        if (parameter.getDescription() == null) {
            parameter.setDescription(description);
        }
    }
}
