package dev.douane.rules.sheet;

import java.io.ByteArrayInputStream;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** Reads XML that somebody else wrote: no document types, nothing from elsewhere. */
final class Markup {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,20}(\\.[0-9]{1,20})?([eE][-+]?[0-9]{1,2})?");

    private Markup() {}

    static XMLStreamReader read(byte[] xml) throws XMLStreamException {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory.createXMLStreamReader(new ByteArrayInputStream(xml));
    }

    /** An attribute of the element that has just begun, empty where it has none. */
    static String attribute(XMLStreamReader xml, String name) {
        @Nullable String value = xml.getAttributeValue(null, name);
        return value == null ? "" : value.strip();
    }

    static boolean isTrue(XMLStreamReader xml, String name) {
        var value = attribute(xml, name);
        return value.equals("1") || value.equals("true");
    }

    /** An attribute as a number, another number where there is none, and not a number where it is none. */
    static double number(XMLStreamReader xml, String name, double otherwise) {
        var value = attribute(xml, name);
        if (value.isEmpty()) {
            return otherwise;
        }
        return NUMBER.matcher(value).matches() ? Double.parseDouble(value) : Double.NaN;
    }
}
