package dev.douane.rules.validator;

import dev.douane.rules.drl.Concern;
import dev.douane.rules.drl.Parameter;
import dev.douane.rules.drl.ParameterValue;
import dev.douane.rules.drl.Vocabulary;
import java.util.SortedMap;

/**
 * What the rules of one pack may name besides facts and effects.
 *
 * @param values what each declared parameter is set to
 */
record PackWords(
        Concern concern,
        SortedMap<String, Parameter> parameters,
        SortedMap<String, ParameterValue> values,
        Vocabulary vocabulary) {}
