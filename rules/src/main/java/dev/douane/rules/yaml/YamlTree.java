package dev.douane.rules.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * One document as a tree, read so that it means what it shows: no anchors, aliases or merges, no tags or directives, no member twice, nothing
 * after the end; and nothing that one reader of YAML takes for a number and another for text.
 *
 * @param root a missing node where there is no document, or it cannot be read on
 * @param faults in the order of the document
 * @param isBroken whether the reading ended at the last fault
 */
public record YamlTree(JsonNode root, List<YamlFault> faults, boolean isBroken) {
    private static final int MOST_DEPTH = 32;

    /** Is told where each value stands, its name first. */
    @FunctionalInterface
    public interface Places {
        /** Line and column from 1. */
        void stands(YamlPath at, int line, int column);
    }

    public YamlTree {
        faults = List.copyOf(faults);
    }

    /** Reads a document in UTF-8. */
    public static YamlTree read(byte[] utf8, Places places) {
        try {
            return read(
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(utf8))
                            .toString(),
                    places);
        } catch (CharacterCodingException e) {
            return broken(List.of(), new YamlFault(YamlPath.ROOT, 1, 1, "this is not UTF-8 text", null));
        }
    }

    /** Reads a document. */
    public static YamlTree read(String text, Places places) {
        var reading = new Reading(text, places);
        try {
            return new YamlTree(reading.document(), reading.faults, false);
        } catch (MarkedYAMLException e) {
            return broken(reading.faults, notYaml(e.getProblemMark(), inOneLine(e), wayOut(e)));
        } catch (ReaderException e) {
            var line = 1
                    + (int) text.codePoints()
                            .limit(e.getPosition())
                            .filter(c -> c == '\n')
                            .count();
            return broken(
                    reading.faults,
                    new YamlFault(
                            YamlPath.ROOT,
                            line,
                            0,
                            "this is not YAML: it holds a character (U+%04X) that no text may"
                                    .formatted(e.getCodePoint()),
                            null));
        } catch (YAMLException e) {
            return broken(reading.faults, notYaml(null, String.valueOf(e.getMessage()), null));
        } catch (TooDeep e) {
            return broken(reading.faults, e.fault);
        }
    }

    /** The library shows the end of a line as it is. */
    private static String inOneLine(MarkedYAMLException e) {
        var what = e.getContext() == null ? e.getProblem() : e.getContext() + ", " + e.getProblem();
        return what.replaceAll("\\s+", " ");
    }

    /** Known for a text that begins with a character that means something in YAML: {@code *} for all, or {@code @ann}. */
    private static @Nullable String wayOut(MarkedYAMLException e) {
        var context = String.valueOf(e.getContext());
        var problem = e.getProblem();
        var isBeginning = context.contains("an alias")
                || context.contains("an anchor")
                || (problem.contains("cannot start any token") && !problem.contains("TAB"));
        return isBeginning ? "put a text that begins with this character in quotes" : null;
    }

    private static YamlFault notYaml(@Nullable Mark mark, String what, @Nullable String wayOut) {
        return new YamlFault(
                YamlPath.ROOT,
                mark == null ? 0 : mark.getLine() + 1,
                mark == null ? 0 : mark.getColumn() + 1,
                "this is not YAML: " + what,
                wayOut);
    }

    private static YamlTree broken(List<YamlFault> before, YamlFault last) {
        var faults = new ArrayList<>(before);
        faults.add(last);
        return new YamlTree(MissingNode.getInstance(), faults, true);
    }

    private static final class TooDeep extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient YamlFault fault;

        TooDeep(YamlFault fault) {
            super(fault.message(), null, false, false);
            this.fault = fault;
        }
    }

    private static final class Reading {
        private final ParserImpl parser;
        private final Places places;
        private final List<YamlFault> faults = new ArrayList<>();
        private int depth;

        Reading(String text, Places places) {
            var options = new LoaderOptions();
            options.setCodePointLimit(Integer.MAX_VALUE); // whoever reads it has bounded it
            this.parser = new ParserImpl(new StreamReader(text), options);
            this.places = places;
        }

        private void fault(YamlPath at, Mark mark, String message, @Nullable String wayOut) {
            faults.add(new YamlFault(at, mark.getLine() + 1, mark.getColumn() + 1, message, wayOut));
        }

        JsonNode document() {
            parser.getEvent(); // the stream begins
            if (!(parser.getEvent() instanceof DocumentStartEvent begin)) {
                return MissingNode.getInstance();
            }
            if (begin.getVersion() != null
                    || (begin.getTags() != null && !begin.getTags().isEmpty())) {
                fault(
                        YamlPath.ROOT,
                        begin.getStartMark(),
                        "a directive is not understood here",
                        "Maybe leave out what begins with a percent sign.");
            }
            var root = value(parser.getEvent(), YamlPath.ROOT);
            parser.getEvent(); // the document ends
            if (parser.getEvent() instanceof DocumentStartEvent second) {
                fault(
                        YamlPath.ROOT,
                        second.getStartMark(),
                        "there is more than one document; a line of three dashes begins a second one",
                        null);
            }
            return root;
        }

        private JsonNode value(Event event, YamlPath at) {
            var mark = event.getStartMark();
            places.stands(at, mark.getLine() + 1, mark.getColumn() + 1);
            return switch (event) {
                case AliasEvent alias -> {
                    fault(
                            at,
                            mark,
                            "alias (%s) is not understood here".formatted(alias.getAnchor()),
                            "Maybe write the value out.");
                    yield JsonNodeFactory.instance.textNode(alias.getAnchor());
                }
                case ScalarEvent scalar -> {
                    refuseMarks(scalar.getAnchor(), scalar.getTag(), mark, at);
                    yield scalar(scalar, at);
                }
                case CollectionStartEvent collection -> {
                    refuseMarks(collection.getAnchor(), collection.getTag(), mark, at);
                    if (++depth > MOST_DEPTH) {
                        throw new TooDeep(new YamlFault(
                                at,
                                mark.getLine() + 1,
                                mark.getColumn() + 1,
                                "the document is nested deeper than %d".formatted(MOST_DEPTH),
                                null));
                    }
                    var node = collection instanceof MappingStartEvent ? object(at) : array(at);
                    depth--;
                    yield node;
                }
                default -> throw new IllegalStateException("a value begins with (%s)".formatted(event));
            };
        }

        private void refuseMarks(@Nullable String anchor, @Nullable String tag, Mark mark, YamlPath at) {
            if (anchor != null) {
                fault(
                        at,
                        mark,
                        "anchor (%s) is not understood here".formatted(PlainScalars.shown(anchor)),
                        "Maybe leave out what begins with an ampersand, and write the value out where it is meant.");
            }
            if (tag != null) {
                fault(
                        at,
                        mark,
                        "tag (%s) is not understood here".formatted(PlainScalars.shown(tag)),
                        "Maybe leave it out; text can be put in quotes.");
            }
        }

        private JsonNode scalar(ScalarEvent scalar, YamlPath at) {
            var text = scalar.getValue();
            if (!scalar.isPlain()) {
                refuseUnseen(text, scalar.getStartMark(), at);
                return JsonNodeFactory.instance.textNode(text);
            }
            var wayOut = PlainScalars.doubt(text);
            if (wayOut != null) {
                fault(
                        at,
                        scalar.getStartMark(),
                        "(%s) is a number to some readers of YAML, and another one or text to others"
                                .formatted(PlainScalars.shown(text)),
                        wayOut);
                return JsonNodeFactory.instance.textNode(text);
            }
            refuseUnseen(text, scalar.getStartMark(), at);
            return PlainScalars.node(text);
        }

        private void refuseUnseen(String text, Mark mark, YamlPath at) {
            var unseen = PlainScalars.unseen(text);
            if (unseen.isPresent()) {
                fault(
                        at,
                        mark,
                        "the text holds a character (U+%04X) that is not seen".formatted(unseen.getAsInt()),
                        "Maybe leave it out.");
            }
        }

        private JsonNode object(YamlPath at) {
            var object = JsonNodeFactory.instance.objectNode();
            for (var key = parser.getEvent(); !key.is(Event.ID.MappingEnd); key = parser.getEvent()) {
                var mark = key.getStartMark();
                if (!(key instanceof ScalarEvent name)) {
                    value(key, at);
                    fault(at, mark, "the name of a member must be text", null);
                    value(parser.getEvent(), at);
                    continue;
                }
                var path = at.member(name.getValue());
                places.stands(path, mark.getLine() + 1, mark.getColumn() + 1);
                refuseMarks(name.getAnchor(), name.getTag(), mark, path);
                refuseUnseen(name.getValue(), mark, path);
                if (name.isPlain() && name.getValue().equals("<<")) {
                    fault(path, mark, "merge key (<<) is not understood here", "Maybe write the members out.");
                }
                var member = value(parser.getEvent(), path);
                if (object.has(name.getValue())) {
                    fault(path, mark, "the member (%s) is there twice".formatted(name.getValue()), null);
                } else {
                    object.set(name.getValue(), member);
                }
            }
            return object;
        }

        private JsonNode array(YamlPath at) {
            var array = JsonNodeFactory.instance.arrayNode();
            for (var item = parser.getEvent(); !item.is(Event.ID.SequenceEnd); item = parser.getEvent()) {
                array.add(value(item, at.item(array.size())));
            }
            return array;
        }
    }
}
