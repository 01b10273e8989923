/** The ground every slice stands on: problem documents, strict JSON, time, ids, start-up and the embedded database. Knows no capability. */
@NullMarked
package dev.douane.service.platform;

import org.jspecify.annotations.NullMarked;
