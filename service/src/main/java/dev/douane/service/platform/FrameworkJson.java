package dev.douane.service.platform;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Has the framework read and write bodies by the same strict rules. */
class FrameworkJson {
    @Produces
    @Singleton
    ObjectMapper mapper() {
        return StrictJson.mapper();
    }
}
