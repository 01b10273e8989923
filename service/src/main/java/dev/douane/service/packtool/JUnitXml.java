package dev.douane.service.packtool;

import java.io.StringWriter;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Test results as JUnit XML, which every CI shows: one case for each scenario, and one for each rule that must be fired. */
final class JUnitXml {
    private JUnitXml() {}

    static String of(TestCommand.Tested tested) {
        var text = new StringWriter();
        try {
            var xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("testsuite");
            xml.writeAttribute("name", tested.pack());
            int tests = tested.cases().size()
                    + tested.rules().size()
                    + tested.problems().size();
            xml.writeAttribute("tests", Integer.toString(tests));
            xml.writeAttribute("failures", Long.toString(failures(tested)));
            for (var problem : tested.problems()) {
                write(xml, tested.pack(), "the pack is accepted", List.of(problem));
            }
            for (var each : tested.cases()) {
                write(xml, tested.pack() + "." + each.file(), each.name(), each.mismatches());
            }
            for (var rule : tested.rules()) {
                write(
                        xml,
                        tested.pack() + ".coverage",
                        rule.id() + " is fired by a case",
                        rule.firedBy().isEmpty() ? List.of("no case fires it") : List.of());
            }
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("text in memory can always be written", e);
        }
        return text.toString();
    }

    private static long failures(TestCommand.Tested tested) {
        return tested.problems().size()
                + tested.cases().stream().filter(each -> !each.passed()).count()
                + tested.rules().stream()
                        .filter(rule -> rule.firedBy().isEmpty())
                        .count();
    }

    private static void write(XMLStreamWriter xml, String group, String name, List<String> mismatches)
            throws XMLStreamException {
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", plain(group));
        xml.writeAttribute("name", plain(name));
        if (!mismatches.isEmpty()) {
            xml.writeStartElement("failure");
            xml.writeAttribute("message", plain(mismatches.getFirst()));
            xml.writeCharacters(plain(String.join("\n", mismatches)));
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    /** Control characters cannot be said in XML 1.0 at all. */
    private static String plain(String text) {
        return text.replaceAll("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f]", "?");
    }
}
