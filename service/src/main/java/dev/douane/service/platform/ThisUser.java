package dev.douane.service.platform;

import java.io.IOException;
import java.nio.file.Files;

/**
 * Who this process is, as the file system sees it.
 *
 * @param id a number; 0 is root's
 * @param name the number again, where this machine has no name for it
 */
public record ThisUser(int id, String name) {
    public static ThisUser find() throws IOException {
        var ours = Files.createTempFile("douane", ".own");
        try {
            return new ThisUser(
                    (Integer) Files.getAttribute(ours, "unix:uid"),
                    Files.getOwner(ours).getName());
        } finally {
            Files.delete(ours);
        }
    }

    public boolean isRoot() {
        return id == 0;
    }

    public boolean hasName() {
        return !name.equals(Integer.toString(id));
    }
}
