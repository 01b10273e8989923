package dev.douane.service.cli;

import java.io.IOException;
import java.io.Writer;

/**
 * What goes to a terminal shows what it says. Names of files, texts of packs and answers of servers are others', and a terminal obeys the
 * controls in them: what moves the cursor, colours, or turns the direction of reading is written as its number in hexadecimal, which in JSON is
 * the same value. Lines and tabs stay.
 */
final class SeenWriter extends Writer {
    private final Writer out;

    SeenWriter(Writer out) {
        this.out = out;
    }

    @Override
    public void write(char[] text, int from, int length) throws IOException {
        int written = from;
        for (int at = from; at < from + length; at++) {
            if (isObeyed(text[at]) && !isEndOfLine(text, at, from + length)) {
                out.write(text, written, at - written);
                out.write("\\u%04X".formatted((int) text[at]));
                written = at + 1;
            }
        }
        out.write(text, written, from + length - written);
    }

    private static boolean isObeyed(char c) {
        return (Character.isISOControl(c) && c != '\n' && c != '\t')
                || c == '\u061C'
                || (c >= '\u200E' && c <= '\u200F')
                || (c >= '\u2028' && c <= '\u202E')
                || (c >= '\u2066' && c <= '\u2069');
    }

    private static boolean isEndOfLine(char[] text, int at, int end) {
        return text[at] == '\r' && at + 1 < end && text[at + 1] == '\n';
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
