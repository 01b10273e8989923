/** Spreadsheets and files of comma-separated values, read as people see them; what is shown otherwise than it is read is a fault. */
@NullMarked
package dev.douane.rules.sheet;

import org.jspecify.annotations.NullMarked;
