package dev.douane.service.packs;

import dev.douane.service.platform.FirstLook;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** Whether the packs that an operator names are there, and his trust policy is one. */
public final class PacksFirstLook implements FirstLook {
    /** When a start that was not the first looks again: before anything is made or put in force. */
    static final int FIRST = 10;

    /** As a service. */
    public PacksFirstLook() {}

    @Override
    public void at(Function<String, Optional<String>> settings) {
        GivenPacks.check(
                settings.apply("douane.packs.dir").map(Path::of),
                !settings.apply("douane.packs.shipped").map(String::strip).equals(Optional.of("false")));
        settings.apply("douane.packs.trust").map(Path::of).ifPresent(PackTrust::read);
    }
}
