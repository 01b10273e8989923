/** The ground every slice stands on: problem documents, strict JSON, time, ids, and what a start may fail with. Knows no capability. */
@NullMarked
package dev.douane.service.platform;

import org.jspecify.annotations.NullMarked;
