/** The PostgreSQL that comes along: unpacked, made, started, watched and stopped, as a user and roles of its own. Knows no capability. */
@NullMarked
package dev.douane.service.embedded;

import org.jspecify.annotations.NullMarked;
