/** Which of our source files one plain decision runs through: decision 191. */
@org.jspecify.annotations.NullMarked
package dev.douane.bench.line;
