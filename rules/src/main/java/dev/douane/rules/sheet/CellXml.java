package dev.douane.rules.sheet;

import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** Follows the markup of a cell, and says whether all programs read the same value from it: one value, written as its type is. */
final class CellXml {
    /** A {@code xsd:double} that is a number. */
    private static final Pattern NUMBER = Pattern.compile("[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]{1,4})?");

    private static final Pattern INDEX = Pattern.compile("[0-9]{1,9}");
    private static final String INLINE = "inlineStr";

    private final String type;
    private final SharedTexts shared;
    private final String namespace;
    private final StringBuilder value = new StringBuilder();
    private String child = "";
    private int depth;
    private int values;
    private int formulas;
    private @Nullable TextXml text;
    private boolean isSound = true;

    /** @param xml at its beginning */
    CellXml(XMLStreamReader xml, SharedTexts shared) {
        @Nullable String written = xml.getAttributeValue(null, "t");
        this.type = written == null ? "n" : written;
        this.shared = shared;
        this.namespace = String.valueOf(xml.getNamespaceURI());
    }

    /** Takes what stands inside, up to its own end, which is not told. */
    void take(XMLStreamReader xml, int event) {
        if (event == XMLStreamConstants.END_ELEMENT && --depth == 0) {
            child = "";
        } else if (event == XMLStreamConstants.START_ELEMENT && depth++ == 0) {
            child = xml.getLocalName();
            begin();
        } else {
            inside(xml, event);
        }
    }

    private void begin() {
        switch (child) {
            case "v" -> values++;
            case "f" -> formulas++;
            case "is" -> {
                isSound &= text == null;
                text = new TextXml(namespace);
            }
            default -> isSound &= child.equals("extLst");
        }
    }

    private void inside(XMLStreamReader xml, int event) {
        boolean isText = event == XMLStreamConstants.CHARACTERS
                || event == XMLStreamConstants.CDATA
                || event == XMLStreamConstants.SPACE;
        if (child.equals("is") && text != null) {
            text.take(xml, event);
        } else if (child.equals("v") && isText) {
            value.append(xml.getText());
        } else if (child.equals("v") || child.equals("f")) {
            isSound &= isText; // some readers end at a comment
        }
    }

    /** How much text it shows, as {@link TextXml#weight()} has it; of a text that several cells show, each time. */
    int weight() {
        if (text != null) {
            return text.weight();
        }
        int index = index();
        return index < 0 ? value.length() : shared.weight(index);
    }

    /** Which of the shared texts it names, -1 where it names none. */
    private int index() {
        if (!type.equals("s") || !INDEX.matcher(value).matches()) {
            return -1;
        }
        int index = Integer.parseInt(value.toString());
        return index < shared.size() ? index : -1;
    }

    /** What is wrong, with the way out; null where nothing is. */
    @Nullable
    String fault() {
        boolean isInline = type.equals(INLINE);
        if (!isSound || values > 1 || formulas > 1 || (isInline ? values + formulas > 0 : text != null)) {
            return "the cell holds more than one value, and programs differ in which they take" + SheetFault.SAVE_ANEW;
        }
        int index = index();
        if (text != null ? !text.isSound() : index >= 0 && !shared.isSound(index)) {
            return "the cell holds a text of parts that programs put together in two ways" + SheetFault.SAVE_ANEW;
        }
        if (text != null ? text.isEscaped() : index >= 0 ? shared.isEscaped(index) : LetterEscapes.isIn(value)) {
            return "the cell holds a letter by its number (as in _x0061_), which some programs read as the letter and others show as it is written\nMaybe write the letter itself.";
        }
        boolean isToBeToldAsFormula = formulas > 0 && value.isEmpty();
        return values == 0 || isToBeToldAsFormula || fits()
                ? null
                : "the cell's value (%s) is none of its type (%s), and programs differ in what they make of it"
                                .formatted(SheetFault.shortened(value.toString()), SheetFault.shortened(type))
                        + SheetFault.SAVE_ANEW;
    }

    private boolean fits() {
        return switch (type) {
            case "n" -> NUMBER.matcher(value).matches() && Double.isFinite(Double.parseDouble(value.toString()));
            case "b" -> value.length() == 1 && (value.charAt(0) == '0' || value.charAt(0) == '1');
            case "s" -> index() >= 0;
            case "str", "e" -> true;
            default -> false;
        };
    }
}
