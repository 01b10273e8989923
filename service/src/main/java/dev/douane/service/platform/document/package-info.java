/** The API's document: what annotations of resources do not say by themselves is added to it here, in one place. */
@NullMarked
package dev.douane.service.platform.document;

import org.jspecify.annotations.NullMarked;
