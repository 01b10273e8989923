package dev.douane.rules.validator;

import dev.douane.rules.document.CatalogReader;
import dev.douane.rules.document.JurisdictionsReader;
import dev.douane.rules.drl.Vocabulary;

/** The words of an installation with the starter catalog and the shipped groups. */
public final class SomeWords {
    public static final Vocabulary SHIPPED =
            Vocabulary.SHIPPED.with(CatalogReader.shipped()).with(JurisdictionsReader.shipped());

    private SomeWords() {}
}
