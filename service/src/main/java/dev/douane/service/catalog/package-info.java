/** What calls may be sent to, and for how much: numbered catalogs, and the one in force today. */
@NullMarked
package dev.douane.service.catalog;

import org.jspecify.annotations.NullMarked;
