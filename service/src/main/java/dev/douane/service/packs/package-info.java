/** Rule packs as they were published: immutable, told apart by name, version and digest. */
@NullMarked
package dev.douane.service.packs;

import org.jspecify.annotations.NullMarked;
