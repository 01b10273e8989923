package dev.douane.service.packs;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/** What a list shows of a published version. */
@RegisterForReflection
record PackSummary(
        Long id,
        String name,
        String version,
        String digest,
        String concern,
        String title,
        Instant publishedAt,
        String publishedBy) {}
