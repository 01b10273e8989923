package dev.douane.service.platform;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;

/** Reads the instants of bodies within the bounds of {@link Moment}. */
final class MomentReader extends StdScalarDeserializer<Instant> {
    private static final long serialVersionUID = 1L;

    MomentReader() {
        super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser json, DeserializationContext context) throws IOException {
        if (!json.hasToken(JsonToken.VALUE_STRING)) {
            return (Instant) context.handleUnexpectedToken(Instant.class, json);
        }
        try {
            return Moment.parse(json.getText());
        } catch (DateTimeException e) {
            throw context.weirdStringException(json.getText(), Instant.class, "out of bounds");
        }
    }
}
