package dev.douane.rules.sheet;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamReader;

/**
 * Follows the markup of a text, in a cell or shared by cells, and says whether all programs read the same from it: one text, or parts, each
 * with one text and one format.
 */
final class TextXml {
    private static final String PARTS = "r";
    private static final String FORMAT = "rPr";
    private static final String TEXT = "t";
    private static final String READING = "rPh";

    /** What stands in what; a format holds what it likes, each once. */
    private static final Map<String, Set<String>> WITHIN =
            Map.of("", Set.of(TEXT, PARTS, READING, "phoneticPr"), PARTS, Set.of(FORMAT, TEXT), READING, Set.of(TEXT));

    /** A text stands alone or in a part; deeper ones are no texts to anybody. */
    private static final int DEPTH_OF_TEXTS = 2;

    private static final int PART_WEIGHT = 100;

    private final String namespace;
    private final Deque<String> open = new ArrayDeque<>();
    private final Set<String> seenInPart = new HashSet<>();
    private boolean isSound = true;
    private boolean isOneText;
    private boolean keepsBlanks;
    private boolean isBlankLast;
    private final LetterEscapes escapes = new LetterEscapes();
    private int parts;
    private int characters;

    /** @param namespace of all of its markup */
    TextXml(String namespace) {
        this.namespace = namespace;
    }

    /** Takes what stands inside, up to its own end, which is not told. */
    void take(XMLStreamReader xml, int event) {
        switch (event) {
            case XMLStreamConstants.START_ELEMENT -> begin(xml);
            case XMLStreamConstants.END_ELEMENT -> end(open.pop());
            case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
                text(xml.getText());
            default -> isSound &= !isIn(TEXT); // some readers end at a comment
        }
    }

    private void begin(XMLStreamReader xml) {
        var name = xml.getLocalName();
        var parent = open.isEmpty() ? "" : open.peek();
        boolean isKnown =
                parent.equals(FORMAT) || WITHIN.getOrDefault(parent, Set.of()).contains(name);
        isSound &= isKnown && namespace.equals(xml.getNamespaceURI());
        open.push(name);
        if (parent.isEmpty() && name.equals(PARTS)) {
            parts++;
            seenInPart.clear();
        } else if (parent.isEmpty() && name.equals(TEXT)) {
            isSound &= !isOneText;
            isOneText = true;
        } else if (parent.equals(PARTS) || parent.equals(FORMAT)) {
            isSound &= seenInPart.add(parent + " " + name);
        }
        // programs leave out blanks at the ends of a part that does not say so; those of a whole text count for nothing
        keepsBlanks =
                !parent.equals(PARTS) || "preserve".equals(xml.getAttributeValue(XMLConstants.XML_NS_URI, "space"));
        isBlankLast = false;
    }

    private void end(String name) {
        isSound &= keepsBlanks || !isBlankLast || !name.equals(TEXT);
        isSound &= !(open.isEmpty() && name.equals(PARTS)) || seenInPart.contains(PARTS + " " + TEXT);
    }

    private void text(String text) {
        if (!isIn(TEXT) || open.size() > DEPTH_OF_TEXTS || READING.equals(open.peekLast()) || text.isEmpty()) {
            return;
        }
        boolean isFirst = !seenInPart.contains("begun");
        isSound &= keepsBlanks || !isFirst || !Character.isWhitespace(text.charAt(0));
        seenInPart.add("begun");
        isBlankLast = Character.isWhitespace(text.charAt(text.length() - 1));
        characters += text.length();
        escapes.take(text);
    }

    private boolean isIn(String name) {
        return name.equals(open.peek());
    }

    boolean isSound() {
        return isSound && !(isOneText && parts > 0);
    }

    /** Whether it holds a letter by its number, in one part or over several. */
    boolean isEscaped() {
        return escapes.found();
    }

    /** How much it is to read: its characters, and more for each part with a format of its own. */
    int weight() {
        return characters + PART_WEIGHT * parts;
    }
}
