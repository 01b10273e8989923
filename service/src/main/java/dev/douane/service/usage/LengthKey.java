package dev.douane.service.usage;

/** Whose lengths are counted together: one workflow's with one model. Calls that name no workflow share the empty name. */
record LengthKey(String workflow, String model) {}
