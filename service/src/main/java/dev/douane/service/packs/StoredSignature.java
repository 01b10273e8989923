package dev.douane.service.packs;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/** A signature document as it is read. */
@RegisterForReflection
record StoredSignature(Long id, String envelope, String digest, Instant storedAt, String storedBy) {}
