package dev.douane.rules.usage;

/** Whose lengths are counted together: one workflow's with one model. Calls that name no workflow share the empty name. */
public record LengthKey(String workflow, String model) {}
