/**
 * {@code ./douane try}: what the house would have said to a file of calls. A client of the HTTP interface; starts nothing of the service.
 */
@NullMarked
package dev.douane.service.cli.dryrun;

import org.jspecify.annotations.NullMarked;
