package dev.douane.service.cli.pack;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Test results as JUnit XML, which every CI shows: one case for each scenario, one for each rule that must be fired, and one for each
 * condition that is not covered, where that fails the test.
 */
final class JUnitXml {
    /** What cannot be said in XML 1.0 at all, not even escaped: controls, halves of surrogates, and two that are no characters. */
    private static final Pattern UNSAYABLE =
            Pattern.compile("[^\\t\\n\\r\\x{20}-\\x{D7FF}\\x{E000}-\\x{FFFD}\\x{10000}-\\x{10FFFF}]");

    /** One case of the suite; it failed where there are mismatches. */
    private record Test(String group, String name, List<String> mismatches) {}

    private JUnitXml() {}

    static String of(TestCommand.Tested tested, boolean requireBoundaries) {
        var tests = tests(tested, requireBoundaries);
        var text = new StringWriter();
        try {
            var xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("testsuite");
            xml.writeAttribute("name", sayable(tested.pack()));
            xml.writeAttribute("tests", Integer.toString(tests.size()));
            xml.writeAttribute(
                    "failures",
                    Long.toString(tests.stream()
                            .filter(test -> !test.mismatches().isEmpty())
                            .count()));
            for (var test : tests) {
                write(xml, test);
            }
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("text in memory can always be written", e);
        }
        return text.toString();
    }

    private static List<Test> tests(TestCommand.Tested tested, boolean requireBoundaries) {
        var tests = new ArrayList<Test>();
        if (!tested.problems().isEmpty()) {
            // one case, for of several with one name a CI shows one
            tests.add(new Test(tested.pack(), "the pack is accepted", tested.problems()));
        }
        tested.cases()
                .forEach(
                        each -> tests.add(new Test(tested.pack() + "." + each.file(), each.name(), each.mismatches())));
        for (var rule : tested.rules()) {
            var unfired = rule.firedBy().isEmpty() ? List.of("no case fires it") : List.<String>of();
            tests.add(new Test(tested.pack() + ".coverage", rule.id() + " is fired by a case", unfired));
            if (requireBoundaries) {
                rule.open()
                        .forEach(open -> tests.add(new Test(
                                tested.pack() + ".boundaries",
                                "%s: %s (%s) is covered".formatted(rule.id(), open.condition(), open.place()),
                                List.of(open.missing()))));
            }
        }
        return tests;
    }

    private static void write(XMLStreamWriter xml, Test test) throws XMLStreamException {
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", sayable(test.group()));
        xml.writeAttribute("name", sayable(test.name()));
        if (!test.mismatches().isEmpty()) {
            xml.writeStartElement("failure");
            xml.writeAttribute("message", sayable(test.mismatches().getFirst()));
            xml.writeCharacters(sayable(String.join("\n", test.mismatches())));
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private static String sayable(String text) {
        return UNSAYABLE.matcher(text).replaceAll("?");
    }
}
