package dev.douane.rules.drools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.douane.rules.drl.EffectWord;
import dev.douane.rules.drl.EffectWords;
import dev.douane.rules.drl.FactField;
import dev.douane.rules.drl.FactFields;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class VocabularyOfRulesTest {
    @Test
    void the_effects_that_rules_may_have_are_those_that_a_consequence_can_call() {
        assertThat(EffectWords.all().stream().map(VocabularyOfRulesTest::signature))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(EffectSink.class.getDeclaredMethods())
                        .filter(method -> Modifier.isPublic(method.getModifiers()))
                        .map(method -> method.getName()
                                + Arrays.stream(method.getParameterTypes())
                                        .map(Class::getSimpleName)
                                        .toList())
                        .toList());
    }

    private static String signature(EffectWord effect) {
        var argument = effect.argument();
        if (argument == null) {
            return effect.name() + "[]";
        }
        return effect.name()
                + switch (argument) {
                    case TEXT, MONEY -> "[String]";
                    case COUNT -> "[int]";
                };
    }

    @Test
    void no_field_and_no_effect_is_listed_twice() {
        assertThat(FactFields.all()).extracting(FactField::qualified).doesNotHaveDuplicates();
        assertThat(EffectWords.all()).extracting(EffectWord::name).doesNotHaveDuplicates();
    }
}
