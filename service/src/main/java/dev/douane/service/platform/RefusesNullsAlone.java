package dev.douane.service.platform;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An object of a body whose members narrow what it is for, so that less said is more allowed. Nulls beside values say nothing, since generated
 * clients write them for every member that is not set. Nulls alone are refused where they stand: a program that has no value for the one member it
 * names would mean everything. {@link StrictJson} sees to it.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface RefusesNullsAlone {
    /** What is said of each null: what it must be, and how everything is said. */
    String value();
}
