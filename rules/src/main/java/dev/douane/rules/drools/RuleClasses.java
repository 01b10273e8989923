package dev.douane.rules.drools;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the rules of one stage compile to.
 *
 * @param models names of the classes that say what rules there are, sorted
 * @param classes class files by class name
 */
record RuleClasses(List<String> models, SortedMap<String, byte[]> classes) {
    RuleClasses {
        models = models.stream().sorted().toList();
        classes = Collections.unmodifiableSortedMap(new TreeMap<>(classes));
    }
}
