package dev.douane.service.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Requests for one operation, nearly right, with something wrong somewhere; the same one for the same seed. */
final class Mischief {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final List<String> ODD_SEGMENTS = List.of(
            "%00",
            "%",
            "%2",
            "%zz",
            "%C0%80",
            "%ED%A0%80",
            "%ff",
            "%F0%9F%98%80",
            "%2F..%2F",
            "..",
            ".",
            "",
            ";a=b",
            "{}",
            "{id}",
            "|",
            "\"",
            "a b",
            "\u00e9",
            "*",
            "$(x)",
            "0",
            "-1",
            "2147483648",
            "99999999999999999999",
            "1-1-1-1-1",
            "x".repeat(300),
            "x".repeat(9_000));

    private static final List<String> ODD_CURSORS = List.of(
            "AAAA",
            "AA==",
            "%00",
            "-1",
            "bm8",
            "MA",
            "LTE",
            "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk",
            "MSgxLDEp",
            "MCgwLDAp",
            "OTk5OTk5OTk5OTk5OTk5OTk5OSgxLDEp",
            "MS0x",
            "MTo6",
            "x".repeat(600),
            "00000000-0000-7000-8000-000000000000");

    private static final List<String> ODD_MEDIA_TYPES = List.of(
            "garbage",
            "application/json; charset=nonsense",
            "application/json;;;",
            "application/json; charset=UTF-16",
            "application/",
            "/",
            "*/*",
            "text/plain",
            "application/x-www-form-urlencoded",
            "multipart/form-data",
            "multipart/form-data; boundary=",
            "multipart/form-data; boundary=x",
            "application/zip",
            "\u00e9/\u00e9");

    private static final List<String> ODD_HEADERS = List.of(
            "X-Odd: a\u0000b",
            "X-Odd: a\u0007b",
            "X-Odd: \u00e9",
            "X-Odd: " + "x".repeat(40_000),
            "No colon here",
            ": no name",
            "X Odd: blank in a name",
            "Transfer-Encoding: chunked",
            "Transfer-Encoding: nonsense",
            "Content-Length: -1",
            "Content-Length: many",
            "Content-Length: 99999999999999999999",
            "Content-Encoding: gzip",
            "Content-Encoding: nonsense",
            "Expect: 100-continue",
            "Expect: nonsense",
            "Upgrade: h2c",
            "Upgrade: websocket",
            "Range: bytes=0-1",
            "If-None-Match: *",
            "Accept-Encoding: nonsense",
            "Accept-Language: ar-EG",
            "Origin: null",
            "Idempotency-Key: \u0001",
            "Idempotency-Key: " + "k".repeat(256),
            "Cookie: a=\u0000; b",
            "X-Forwarded-For: nonsense",
            "Forwarded: for=\"",
            "Host: a b",
            "Host: ",
            "Authorization: Bearer",
            "Authorization: Bearer \u0000",
            "Authorization: Basic Og==");

    private static final List<String> ODD_ACCEPTS =
            List.of("garbage", "*/*;q=nonsense", "image/png", "text/csv", "application/x-ndjson", ",", "a/b/c");

    private static final List<String> METHODS = List.of(
            "GET",
            "POST",
            "PUT",
            "PATCH",
            "DELETE",
            "HEAD",
            "OPTIONS",
            "TRACE",
            "CONNECT",
            "PROPFIND",
            "get",
            "G\u0001T");

    private final Operation operation;
    private final Arbitrary any;
    private final String authorization;

    private String method;
    private String path;
    private final List<String> query = new ArrayList<>();
    private final List<String> headers = new ArrayList<>();
    private byte[] body = new byte[0];
    private boolean isPlaced = true;
    private boolean isWhole = true;

    /** @param known texts that name something which is there */
    Mischief(Operation operation, long seed, List<String> known, String authorization) {
        this.operation = operation;
        this.any = new Arbitrary(seed, known);
        this.authorization = authorization;
        this.method = operation.method();
        this.path = operation.path();
    }

    /**
     * What is sent.
     *
     * @param text a character for each byte
     * @param isForOperation whether method and path are still the operation's, and it is HTTP
     * @param isWhole whether all of the body is there that was announced
     */
    record Request(String text, String method, boolean isForOperation, boolean isWhole) {
        @Override
        public String toString() {
            return text.substring(0, Math.min(text.length(), 1_500))
                    .replaceAll("Bearer [A-Za-z0-9_-]{20,}", "Bearer …")
                    .replaceAll("[^\\x20-\\x7E\\r\\n]", "?");
        }
    }

    Request request() {
        fill();
        for (int wrongs = 1 + any.below(2); wrongs > 0; wrongs--) {
            spoil();
        }
        return new Request(new String(written(), ISO_8859_1), method, isPlaced, isWhole);
    }

    private void fill() {
        while (path.contains("{")) {
            path = path.replaceFirst("\\{[^}]*}", any.text());
        }
        for (var parameter : operation.query()) {
            if (any.once(3)) {
                query.add(parameter.path("name").asText() + "=" + escaped(any.text()));
            }
        }
        if (!operation.bodies().isEmpty()) {
            var described = any.of(operation.bodies());
            headers.add("Content-Type: " + described.mediaType());
            body = described.mediaType().equals("application/json")
                    ? json(any.fitting(described.schema(), operation))
                    : any.noise(any.below(200));
        }
        if (!any.once(20)) {
            headers.add("Authorization: " + authorization);
        }
    }

    private void spoil() {
        switch (any.below(operation.bodies().isEmpty() ? 8 : 16)) {
            case 0 -> {
                path = path.replaceFirst("[^/]*$", "") + any.of(ODD_SEGMENTS);
                isPlaced = false;
            }
            case 1 ->
                query.add(
                        any.of(List.of("%", "=", "&", "x=%00", "%00=x", "a=%ff", "a=b=c", "nonsense=1", "x={\"a\"}")));
            case 2, 3 -> oddParameter();
            case 4 -> {
                method = any.of(METHODS);
                isPlaced = method.equals(operation.method());
            }
            case 5 -> {
                var odd = any.of(ODD_HEADERS);
                headers.add(odd);
                isPlaced = false; // some of them make it no request for anything
                isWhole &= !odd.startsWith("Transfer-Encoding");
            }
            case 6 -> headers.add("Accept: " + any.of(ODD_ACCEPTS));
            case 7 -> oddPathParameter();
            case 8 -> mediaType(any.of(ODD_MEDIA_TYPES));
            case 9 -> spoilBytes();
            case 10 -> multipart();
            default ->
                body = json(
                        any.spoiled(any.fitting(operation.bodies().getFirst().schema(), operation)));
        }
    }

    private void oddParameter() {
        if (!operation.query().isEmpty()) {
            var name = any.of(operation.query()).path("name").asText();
            var value = name.equals("cursor") && !any.once(4) ? any.of(ODD_CURSORS) : escaped(any.oddText());
            query.removeIf(said -> said.startsWith(name + "="));
            query.add(name + "=" + value);
        }
    }

    private void oddPathParameter() {
        path = operation.path();
        while (path.contains("{")) {
            var value = any.once(2) ? any.of(ODD_SEGMENTS).replaceAll("[{}$]", "") : escaped(any.oddText());
            path = path.replaceFirst("\\{[^}]*}", value);
        }
        isPlaced = false;
    }

    private void mediaType(String type) {
        headers.removeIf(header -> header.startsWith("Content-Type"));
        headers.add("Content-Type: " + type);
    }

    private void spoilBytes() {
        switch (any.below(8)) {
            case 0 -> body = new byte[0];
            case 1 -> body = Arrays.copyOf(body, any.below(body.length + 1));
            case 2 -> body = any.noise(any.below(500));
            case 3 -> body = new String(body, UTF_8).getBytes(UTF_16);
            case 4 -> body = ("\uFEFF" + new String(body, UTF_8)).getBytes(UTF_8);
            case 5 -> {
                for (int n = 1 + any.below(4); n > 0 && body.length > 0; n--) {
                    body[any.below(body.length)] = any.noise(1)[0];
                }
            }
            case 6 -> body = (new String(body, ISO_8859_1) + "{}").getBytes(ISO_8859_1);
            default -> isWhole = false;
        }
    }

    private void multipart() {
        mediaType("multipart/form-data; boundary=x");
        var part = "--x\r\nContent-Disposition: form-data; name=\"pack\"; filename=\"p.zip\"\r\n"
                + any.of(List.of(
                        "", "Content-Type: garbage\r\n", "Content-Transfer-Encoding: base64\r\n", "No colon\r\n"))
                + "\r\n";
        body = any.of(List.of(
                        "",
                        "--x",
                        "--x--",
                        "--x--\r\n",
                        part,
                        part + "PK\u0003\u0004",
                        part + "PK\u0003\u0004\r\n--x--\r\n",
                        part + "\r\n--x--\r\n" + part,
                        "--x\r\nContent-Disposition: form-data\r\n\r\na\r\n--x--\r\n",
                        "--x\r\nContent-Disposition: form-data; name=\"pack\"\r\n\r\na\r\n--x--\r\n",
                        "--x\r\nContent-Disposition: nonsense; name=\"pack\r\n\r\na\r\n--x--\r\n",
                        "--x\r\n\r\n\r\n--x--\r\n",
                        "--y\r\n\r\n--y--\r\n"))
                .getBytes(ISO_8859_1);
    }

    private byte[] written() {
        var bytes = new ByteArrayOutputStream();
        var target = path + (query.isEmpty() ? "" : "?" + String.join("&", query));
        bytes.writeBytes("%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
                .formatted(method, target)
                .getBytes(ISO_8859_1));
        headers.forEach(header -> bytes.writeBytes((header + "\r\n").getBytes(ISO_8859_1)));
        if (body.length > 0 || !operation.bodies().isEmpty()) {
            bytes.writeBytes(
                    ("Content-Length: " + (isWhole ? body.length : body.length + 7) + "\r\n").getBytes(US_ASCII));
        }
        bytes.writeBytes("\r\n".getBytes(US_ASCII));
        bytes.writeBytes(body);
        return bytes.toByteArray();
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    private static byte[] json(JsonNode value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
