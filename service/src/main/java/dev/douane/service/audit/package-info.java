/** The decision log: what was asked, what was answered and what it was made from, written once and never changed. */
@NullMarked
package dev.douane.service.audit;

import org.jspecify.annotations.NullMarked;
