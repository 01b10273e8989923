/** What calls use: reading what providers report, and what calls of a workflow are expected to use before they are made. */
@NullMarked
package dev.douane.service.usage;

import org.jspecify.annotations.NullMarked;
