package dev.douane.service.platform;

import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Work that comes round again by the clock and that nobody waits for: it begins once the server has started and rests before it stops
 * ({@link BackgroundWork}). What a stop has to see to itself is a method of its own.
 */
@InterceptorBinding
@Target({ElementType.METHOD, ElementType.TYPE}) // a type only to say what stands before it
@Retention(RetentionPolicy.RUNTIME)
public @interface Background {}
