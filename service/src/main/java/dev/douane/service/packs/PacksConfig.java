package dev.douane.service.packs;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** Settings of the packs slice. */
@ConfigMapping(prefix = "douane.packs")
public interface PacksConfig {
    /**
     * A directory with further packs, one directory each, published at start beside the shipped ones. A pack with the name of a shipped
     * one takes its place.
     */
    Optional<Path> dir();
}
