/** How a pack travels and who vouches for it: the deterministic zip, the signed envelope, the keys and whom an installation trusts. */
@NullMarked
package dev.douane.rules.signing;

import org.jspecify.annotations.NullMarked;
