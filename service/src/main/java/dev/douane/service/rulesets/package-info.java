/** Which rules decide: rulesets, what was put in force when, and the compiled one that answers now. */
@NullMarked
package dev.douane.service.rulesets;

import org.jspecify.annotations.NullMarked;
