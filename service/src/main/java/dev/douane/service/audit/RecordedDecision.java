package dev.douane.service.audit;

import java.util.UUID;

/** One decision as it stands in the log. */
@SuppressWarnings("ArrayRecordComponent") // handed on as they are, never compared
public record RecordedDecision(UUID id, String principal, byte[] request, byte[] answer, byte[] evidence) {}
