package dev.douane.rules.worker;

import dev.douane.rules.drl.Vocabulary;
import java.time.LocalDate;

/**
 * What an installation is like on one day, as far as packs are held against it.
 *
 * @param words which words there are
 * @param catalog the catalog in force, as it was written
 * @param jurisdictions the jurisdiction groups, as they were written
 * @param day whose members the groups have
 */
public record House(Vocabulary words, String catalog, String jurisdictions, LocalDate day) {}
