package dev.douane.service.packs;

import java.util.List;

/**
 * What a pack's signatures are worth here today. Worked out from the policy each time and never stored: keys come and go.
 *
 * @param policy {@code sha256:} of the trust policy's bytes; {@code none} where this installation has none
 * @param accepted whether it could be published over HTTP today
 * @param needed how many different keys must have signed; 0 where none has to
 * @param objections what keeps it out or does not count, in words
 */
record TrustView(String policy, boolean accepted, int needed, List<String> objections) {}
