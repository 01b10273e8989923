/** What the command line tools share: how one is run, how it says that it cannot do its work, and how it speaks to a server. */
@NullMarked
package dev.douane.service.cli;

import org.jspecify.annotations.NullMarked;
