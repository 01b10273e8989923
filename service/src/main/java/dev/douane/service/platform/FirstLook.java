package dev.douane.service.platform;

import java.util.Optional;
import java.util.function.Function;

/**
 * Finds what is wrong with something an operator gave while there is no database yet, so that none is made for a start that cannot succeed. Found as a
 * service, before the framework is there. Only a first start asks: whoever reads what was given looks at it himself.
 */
public interface FirstLook {
    /**
     * Looks.
     *
     * @param settings what a property is set to, by its name: {@code douane.catalog.file}
     * @throws RuntimeException whatever the start would fail with
     */
    void at(Function<String, Optional<String>> settings);
}
