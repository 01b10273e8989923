package dev.douane.rules.zip;

/** The numbers of the zip format (APPNOTE.TXT 6.3) that the writer and the reader share. All fields are little-endian. */
public final class ZipFormat {
    static final int LOCAL_SIGNATURE = 0x04034b50;
    static final int CENTRAL_SIGNATURE = 0x02014b50;
    public static final int END_SIGNATURE = 0x06054b50;
    static final int DESCRIPTOR_SIGNATURE = 0x08074b50;

    static final int LOCAL_BYTES = 30;
    static final int CENTRAL_BYTES = 46;
    static final int END_BYTES = 22;

    static final int STORED = 0;
    static final int DEFLATED = 8;

    /** Version 2.0: folders and deflate. */
    static final int VERSION = 20;

    /** 1 January 1980, midnight: the earliest there is. */
    static final int EPOCH_DATE = 0x21;

    private ZipFormat() {}
}
