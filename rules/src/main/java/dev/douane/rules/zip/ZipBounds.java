package dev.douane.rules.zip;

/**
 * How far an archive is followed.
 *
 * @param archiveBytes of the archive itself, at most
 * @param files in it, at most; as many folders may stand beside them
 * @param fileBytes of each file, unpacked, at most
 * @param bytes of all files together, unpacked, at most
 * @param ratio how many times larger than packed a file may be, once it is larger than 64 kB
 */
public record ZipBounds(int archiveBytes, int files, int fileBytes, int bytes, int ratio) {}
