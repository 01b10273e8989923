package dev.douane.service.platform.limits;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The longest body that an operation reads, where it is not that of a single request: {@code StrictJson.MAX_BYTES}. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface LongestBody {
    /** In bytes; what is longer than {@code quarkus.http.limits.max-body-size} is refused before. */
    int value();
}
