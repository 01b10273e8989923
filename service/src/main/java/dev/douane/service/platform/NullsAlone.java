package dev.douane.service.platform;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads objects that are marked {@link RefusesNullsAlone}. */
final class NullsAlone extends DelegatingDeserializer {
    private final String message;

    private NullsAlone(JsonDeserializer<?> reader, String message) {
        super(reader);
        this.message = message;
    }

    /** Has whatever is marked read so. */
    static BeanDeserializerModifier whereMarked() {
        return new BeanDeserializerModifier() {
            @Override
            public JsonDeserializer<?> modifyDeserializer(
                    DeserializationConfig config, BeanDescription type, JsonDeserializer<?> reader) {
                var marked = type.getBeanClass().getAnnotation(RefusesNullsAlone.class);
                return marked == null ? reader : new NullsAlone(reader, marked.value());
            }
        };
    }

    @Override
    protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> reader) {
        return new NullsAlone(reader, message);
    }

    @Override
    public Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (!parser.hasToken(JsonToken.START_OBJECT)) {
            return super.deserialize(parser, context);
        }
        try (var members = context.bufferAsCopyOfValue(parser);
                var again = members.asParser(parser)) {
            again.nextToken();
            var read = super.deserialize(again, context); // first, so that a member nobody knows is told as such
            var nulls = nullsAlone(members);
            if (!nulls.isEmpty()) {
                throw new Found(parser, message, nulls);
            }
            return read;
        }
    }

    /** The members' names where each is null; none where one has a value. */
    private static List<String> nullsAlone(TokenBuffer object) throws IOException {
        var nulls = new ArrayList<String>();
        try (var members = object.asParserOnFirstToken()) {
            while (members.nextToken() == JsonToken.FIELD_NAME) {
                nulls.add(members.currentName());
                if (members.nextToken() != JsonToken.VALUE_NULL) {
                    return List.of();
                }
            }
        }
        return nulls;
    }

    /** Says which they are; its path is that of their object. */
    static final class Found extends MismatchedInputException {
        private final List<String> members;

        private Found(JsonParser parser, String message, List<String> members) {
            super(parser, message);
            this.members = List.copyOf(members);
        }

        List<String> members() {
            return members;
        }
    }
}
