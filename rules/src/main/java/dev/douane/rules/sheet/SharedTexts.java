package dev.douane.rules.sheet;

import java.util.Arrays;
import java.util.BitSet;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** The texts of a workbook that its cells name by number, from 0: how much there is to them, not what they say. */
final class SharedTexts {
    private static final String ONE = "si";

    private int[] weights = new int[16];
    private int size;
    private final BitSet unsound = new BitSet();
    private final BitSet escaped = new BitSet();
    private boolean isInOneOrder = true;

    private SharedTexts() {}

    /** @param part null where the workbook has none */
    static SharedTexts read(byte @Nullable [] part) throws XMLStreamException {
        var texts = new SharedTexts();
        if (part != null) {
            texts.all(Markup.read(part));
        }
        return texts;
    }

    private void all(XMLStreamReader xml) throws XMLStreamException {
        int depth = 0;
        var namespace = "";
        TextXml text = null;
        while (xml.hasNext()) {
            int event = xml.next();
            depth -= event == XMLStreamConstants.END_ELEMENT ? 1 : 0;
            if (text != null && depth == 1 && event == XMLStreamConstants.END_ELEMENT) {
                keep(text);
                text = null;
            } else if (text != null) {
                text.take(xml, event);
            }
            if (event == XMLStreamConstants.START_ELEMENT) {
                namespace = depth == 0 ? String.valueOf(xml.getNamespaceURI()) : namespace;
                boolean isOne = xml.getLocalName().equals(ONE);
                isInOneOrder &= namespace.equals(xml.getNamespaceURI()) && (!isOne || depth == 1);
                text = isOne && depth == 1 ? new TextXml(namespace) : text;
                depth++;
            }
        }
    }

    private void keep(TextXml text) {
        if (size == weights.length) {
            weights = Arrays.copyOf(weights, 2 * size);
        }
        weights[size] = text.weight();
        unsound.set(size, !text.isSound());
        escaped.set(size, text.isEscaped());
        size++;
    }

    /** Whether all programs count them alike. */
    boolean isInOneOrder() {
        return isInOneOrder;
    }

    int size() {
        return size;
    }

    /** Whether all programs read the same from one of them. */
    boolean isSound(int number) {
        return !unsound.get(number);
    }

    /** Whether one of them holds a letter by its number. */
    boolean isEscaped(int number) {
        return escaped.get(number);
    }

    /** {@link TextXml#weight()} of one of them. */
    int weight(int number) {
        return weights[number];
    }
}
