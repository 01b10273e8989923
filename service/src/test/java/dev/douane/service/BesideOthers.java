package dev.douane.service;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A class whose tests may run beside each other and beside any others: databases, folders and ports are their own, and they look at nothing that all of a JVM
 * share. Tests of the one application run one after the other all the while, and mostly wait for its database.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Execution(ExecutionMode.CONCURRENT)
public @interface BesideOthers {}
