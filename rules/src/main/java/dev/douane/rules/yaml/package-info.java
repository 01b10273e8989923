/** The one reader of YAML: whatever the program reads of it is read as strictly, and every fault has its place. */
@NullMarked
package dev.douane.rules.yaml;

import org.jspecify.annotations.NullMarked;
