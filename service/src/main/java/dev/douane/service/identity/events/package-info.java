/** What has to do with who may do what, and was refused or matters: seen, counted, written down and told. */
@NullMarked
package dev.douane.service.identity.events;

import org.jspecify.annotations.NullMarked;
