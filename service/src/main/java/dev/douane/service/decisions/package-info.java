/** The door: a gateway's question comes in, is planned, paid for and recorded, and the answer goes out. */
@NullMarked
package dev.douane.service.decisions;

import org.jspecify.annotations.NullMarked;
