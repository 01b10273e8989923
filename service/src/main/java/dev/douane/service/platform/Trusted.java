package dev.douane.service.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether somebody else could put something into the data directory, or another directory in its place: what is compiled there is run, and what is kept
 * there opens the database.
 *
 * <p>A folder is ours where it belongs to us or to root, and nobody else may write to it: its group neither, unless that has no other members that could
 * log in here: the owner's own group, root's, or one that this machine has no name for, as where a container is given one for its volumes. In the folders
 * above, a sticky bit will do as well, as on {@code /tmp}.
 */
final class Trusted {
    private static final int ROOT = 0;
    /** What root is seen as from inside a user namespace that has no name for it. */
    private static final int UNMAPPED = 65534;

    private static final int STICKY = 01000;
    private static final Set<PosixFilePermission> OTHERS_WRITING =
            EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    /** What only the server may read; from the bootstrap key on, whoever reads them may do what it opens. */
    private static final List<String> SECRETS =
            List.of("bootstrap.key", "postgres.owner.password", "postgres.password", "rulesets.key");

    private final int us;
    private final List<String> told = new ArrayList<>();

    private Trusted(int us) {
        this.us = us;
    }

    /**
     * Takes others' right to write from what is ours, and refuses what cannot be mended.
     *
     * @param directory a folder that is there
     * @return what was mended, or is odd and no reason to refuse, in a sentence each
     * @throws StartFailure naming the folder or file, how it is, and what to do
     */
    static List<String> check(Path directory) throws IOException {
        if (!directory.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return List.of();
        }
        var trusted = new Trusted(ThisUser.find().id());
        trusted.folder(directory);
        for (var above : above(directory)) {
            trusted.parent(above);
        }
        trusted.content(directory);
        return trusted.told;
    }

    /** Up to the root, by the name that was given and by where it leads. */
    private static Set<Path> above(Path directory) throws IOException {
        var above = new LinkedHashSet<Path>();
        for (var each : List.of(directory, directory.toRealPath())) {
            for (var parent = each.getParent(); parent != null; parent = parent.getParent()) {
                above.add(parent);
            }
        }
        return above;
    }

    private void folder(Path directory) throws IOException {
        if (!isOurs(directory) && us != ROOT) {
            throw refused(directory, "belongs to somebody else");
        }
        if (isWritten(directory)) {
            close(directory);
        }
    }

    private void parent(Path folder) throws IOException {
        if (!isOurs(folder) && !Integer.valueOf(UNMAPPED).equals(Files.getAttribute(folder, "unix:uid"))) {
            if (us != ROOT) {
                throw refused(folder, "belongs to somebody else");
            }
            told.add("the folder [%s] belongs to %s, who can change what this server runs"
                    .formatted(folder, Files.getOwner(folder).getName()));
        }
        if (isWritten(folder) && ((Integer) Files.getAttribute(folder, "unix:mode") & STICKY) == 0) {
            throw refused(folder, "can be written by others");
        }
    }

    private void content(Path directory) throws IOException {
        var rulesets = directory.resolve("rulesets");
        if (Files.exists(rulesets)) {
            if (!isOurs(rulesets)) {
                throw refused(rulesets, "belongs to somebody else");
            }
            if (isWritten(rulesets)) {
                throw refused(rulesets, "could be written by others until now");
            }
        }
        for (var name : SECRETS) {
            var secret = directory.resolve(name);
            if (Files.exists(secret)) {
                if (!isOurs(secret)) {
                    throw refused(secret, "belongs to somebody else");
                }
                if (Files.getPosixFilePermissions(secret).size() > 2) {
                    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
                    told.add("others could read [%s]; now it is this server's alone. Maybe make it anew."
                            .formatted(secret));
                }
            }
        }
    }

    private boolean isOurs(Path path) throws IOException {
        var owner = (Integer) Files.getAttribute(path, "unix:uid");
        return owner == us || owner == ROOT;
    }

    private static boolean isWritten(Path path) throws IOException {
        var attributes = Files.readAttributes(path, PosixFileAttributes.class);
        if (attributes.permissions().contains(PosixFilePermission.OTHERS_WRITE)) {
            return true;
        }
        var group = attributes.group().getName();
        return attributes.permissions().contains(PosixFilePermission.GROUP_WRITE)
                && !Integer.valueOf(ROOT).equals(Files.getAttribute(path, "unix:gid"))
                && !group.equals(attributes.owner().getName())
                && !group.matches("\\d+");
    }

    private void close(Path directory) throws IOException {
        var permissions = EnumSet.copyOf(Files.getPosixFilePermissions(directory));
        permissions.removeAll(OTHERS_WRITING);
        try {
            Files.setPosixFilePermissions(directory, permissions);
        } catch (IOException notOurs) {
            throw refused(directory, "can be written by others");
        }
        told.add("others could write to [%s]; now only its owner can.".formatted(directory));
    }

    private static StartFailure refused(Path path, String how) throws IOException {
        var attributes = Files.readAttributes(path, PosixFileAttributes.class);
        return new StartFailure(
                "[%s] %s (%s, %s:%s), who could have this server run what they like.\nMaybe chown it or chmod go-w it, set DOUANE_DATA_DIR to another folder, or, where nobody else is on this machine, set DOUANE_DATA_DIR_TRUST to true."
                        .formatted(
                                path,
                                how,
                                PosixFilePermissions.toString(attributes.permissions()),
                                attributes.owner().getName(),
                                attributes.group().getName()));
    }
}
