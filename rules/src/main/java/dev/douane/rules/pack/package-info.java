/** Rule packs as data: what they are made of, how they are read, digested, tested and put together. Knows no rule engine. */
@NullMarked
package dev.douane.rules.pack;

import org.jspecify.annotations.NullMarked;
