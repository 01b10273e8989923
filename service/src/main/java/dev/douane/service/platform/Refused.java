package dev.douane.service.platform;

import io.vertx.ext.web.RoutingContext;

/**
 * An answer of 400 and above, or an item of one, told to whoever wants to know before it is sent. Observers must not block.
 *
 * @param detail what the answer says
 * @param call whose answer it is
 */
public record Refused(ProblemType type, String detail, RoutingContext call) {}
