package dev.douane.service.platform.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.RecordComponentInfo;
import org.jspecify.annotations.Nullable;

/**
 * Says which members are always there: those of a record that are not {@code @Nullable}. What is absent is left out of a document, never
 * null, so a member is either required or may be missing.
 */
final class Schemas {
    private static final DotName NULLABLE = DotName.createSimple(Nullable.class);
    private static final DotName INCLUDE = DotName.createSimple(JsonInclude.class);
    private static final DotName PROPERTY = DotName.createSimple(JsonProperty.class);
    private static final DotName UNWRAPPED = DotName.createSimple(JsonUnwrapped.class);
    private static final DotName NAMED =
            DotName.createSimple(org.eclipse.microprofile.openapi.annotations.media.Schema.class);
    /** Texts that may be left out are said to be, one by one. */
    private static final Set<String> CAN_BE_EMPTY = Stream.of(
                    List.class, Set.class, Map.class, Collection.class, SortedMap.class, SortedSet.class)
            .map(Class::getName)
            .collect(Collectors.toUnmodifiableSet());

    private static final String OURS = "dev.douane.service.";

    private final IndexView index;
    private final Map<String, List<ClassInfo>> records = new HashMap<>();

    Schemas(IndexView index) {
        this.index = index;
        for (var known : index.getKnownClasses()) {
            if (known.isRecord() && known.name().toString().startsWith(OURS)) {
                records.computeIfAbsent(name(known), any -> new ArrayList<>()).add(known);
            }
        }
    }

    static Schema text() {
        return OASFactory.createSchema().type(List.of(Schema.SchemaType.STRING));
    }

    void complete(Components components) {
        components
                .getSchemas()
                .forEach((name, schema) -> described(name, schema).ifPresent(described -> require(schema, described)));
    }

    /** The record that a schema was made from; two may have a name, where only one of them is part of the API. */
    private Optional<ClassInfo> described(String name, Schema schema) {
        var members = schema.getProperties();
        return members == null
                ? Optional.empty()
                : records.getOrDefault(name, List.of()).stream()
                        .filter(known -> members(known).map(Schemas::said).allMatch(members::containsKey))
                        .findFirst();
    }

    /** In their order; those of a record that is unwrapped stand in its place. */
    private Stream<RecordComponentInfo> members(ClassInfo described) {
        return described.recordComponents().stream()
                .flatMap(member -> member.field().hasAnnotation(UNWRAPPED)
                        ? members(index.getClassByName(member.type().name()))
                        : Stream.of(member));
    }

    private void require(Schema schema, ClassInfo described) {
        var required = new TreeSet<String>();
        if (schema.getRequired() != null) {
            required.addAll(schema.getRequired());
        }
        members(described)
                .filter(member -> !member.type().hasAnnotation(NULLABLE) && !isLeftOutEmpty(member))
                .map(Schemas::said)
                .forEach(required::add);
        if (!required.isEmpty()) {
            schema.setRequired(List.copyOf(required));
        }
    }

    /** What the member says holds before what its record says, as it does for who writes it. */
    private static boolean isLeftOutEmpty(RecordComponentInfo member) {
        var ofMember = member.field().annotation(INCLUDE);
        var include = ofMember == null ? member.declaringClass().declaredAnnotation(INCLUDE) : ofMember;
        return include != null
                && include.value().asEnum().equals(JsonInclude.Include.NON_EMPTY.name())
                && (ofMember != null
                        || CAN_BE_EMPTY.contains(member.type().name().toString()));
    }

    /** The member as it is said in JSON. */
    private static String said(RecordComponentInfo member) {
        var property = member.field().annotation(PROPERTY);
        return property == null || property.value() == null
                ? member.name()
                : property.value().asString();
    }

    private static String name(ClassInfo known) {
        var said = known.declaredAnnotation(NAMED);
        var name = said == null ? null : said.value("name");
        return name == null ? known.simpleName() : name.asString();
    }
}
