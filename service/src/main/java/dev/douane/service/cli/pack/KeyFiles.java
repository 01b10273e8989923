package dev.douane.service.cli.pack;

import dev.douane.rules.signing.SigningKey;
import dev.douane.service.cli.InputFile;
import dev.douane.service.cli.UnusableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/**
 * A key pair on disk: {@code NAME.key}, which only its owner may read, and {@code NAME.pub}.
 *
 * <p>Where the file system knows no owners and groups nothing is checked: there is nothing to check by.
 */
final class KeyFiles {
    private static final int KEY_BYTES_MAX = 16 << 10;
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private KeyFiles() {}

    static Path publicKeyOf(Path privateKey) {
        var name = String.valueOf(privateKey.getFileName()).replaceFirst("\\.key$", "");
        return privateKey.resolveSibling(name + ".pub");
    }

    /** @throws UnusableException if one of the files is there already: a key is never written over */
    static void write(SigningKey key, Path privateKey) throws UnusableException {
        var publicKey = publicKeyOf(privateKey);
        if (Files.exists(privateKey) || Files.exists(publicKey)) {
            throw new UnusableException(
                    "%s or %s is there already: a key is never written over".formatted(privateKey, publicKey));
        }
        try {
            var parent = privateKey.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            writeSecret(privateKey, key.toSecretPem());
            Files.writeString(publicKey, key.publicKey().toPem(), StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            throw new UnusableException("%s is there already: a key is never written over".formatted(e.getFile()), e);
        } catch (IOException e) {
            throw new UnusableException("%s cannot be written: %s".formatted(privateKey, e), e);
        }
    }

    /** Made closed from the first byte on: closing it afterwards would leave a moment to read it. */
    private static void writeSecret(Path file, String pem) throws IOException {
        boolean posix = Files.getFileStore(file.toAbsolutePath().getParent()).supportsFileAttributeView("posix");
        if (posix) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        } else {
            Files.createFile(file);
        }
        Files.write(file, pem.getBytes(StandardCharsets.US_ASCII));
    }

    /** @throws UnusableException if it cannot be read, is no key, or somebody else may read it too */
    static SigningKey read(Path privateKey, Path publicKey) throws UnusableException {
        refuseOpen(privateKey);
        try {
            return SigningKey.parse(
                    InputFile.text(privateKey, KEY_BYTES_MAX), InputFile.text(publicKey, KEY_BYTES_MAX));
        } catch (IllegalArgumentException e) {
            throw new UnusableException("%s: %s".formatted(privateKey, e.getMessage()), e);
        }
    }

    private static void refuseOpen(Path file) throws UnusableException {
        try {
            var others = EnumSet.copyOf(Files.getPosixFilePermissions(file));
            others.remove(PosixFilePermission.OWNER_READ);
            others.remove(PosixFilePermission.OWNER_WRITE);
            if (!others.isEmpty()) {
                throw new UnusableException(
                        "%s may be used by others than its owner, so it is not used.%nMaybe: chmod 600 %s, and a new key if somebody could have read it."
                                .formatted(file, file));
            }
        } catch (UnsupportedOperationException e) {
            return; // no owners and groups here
        } catch (IOException e) {
            throw new UnusableException("%s cannot be read: %s".formatted(file, e), e);
        }
    }
}
