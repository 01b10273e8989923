package dev.douane.service.platform;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The form in which a body comes, as its headers say it. What is not read is refused: a body that says it is packed or in another charset, and was read as if
 * it were not, is either no body or another one.
 */
final class BodyForm {
    private static final String IDENTITY = "identity";
    private static final String CHARSET = "charset";

    private BodyForm() {}

    /** Why a request with these headers is a 415. A request without a body says nothing of one. */
    static Optional<String> fault(MultiMap headers) {
        var contentType = headers.get(HttpHeaders.CONTENT_TYPE);
        var isPlain = contentType == null || contentType.equals(MediaType.APPLICATION_JSON);
        if (isPlain && !headers.contains(HttpHeaders.CONTENT_ENCODING)) {
            return Optional.empty();
        }
        var type = isPlain ? MediaType.APPLICATION_JSON_TYPE : type(contentType);
        if (type == null) {
            return Optional.of("No such media type is read here.");
        }
        return hasBody(headers) ? coding(headers).or(() -> charset(type)) : Optional.empty();
    }

    /** The framework meets one that it cannot read where it expects no failure. */
    private static @Nullable MediaType type(String contentType) {
        try {
            return MediaType.valueOf(contentType);
        } catch (IllegalArgumentException unreadable) {
            return null;
        }
    }

    private static boolean hasBody(MultiMap headers) {
        var length = headers.get(HttpHeaders.CONTENT_LENGTH);
        return headers.contains(HttpHeaders.TRANSFER_ENCODING) || (length != null && !length.equals("0"));
    }

    private static Optional<String> coding(MultiMap headers) {
        return headers.getAll(HttpHeaders.CONTENT_ENCODING).stream()
                .filter(coding -> !coding.isBlank() && !coding.strip().equalsIgnoreCase(IDENTITY))
                .findFirst()
                .map(coding -> "The body comes in the coding [%s] (Content-Encoding); bodies are read as they are."
                        .formatted(Shown.of(coding)));
    }

    /** Of JSON alone: in other types it says nothing of how they are read. */
    private static Optional<String> charset(MediaType type) {
        return MediaType.APPLICATION_JSON_TYPE.isCompatible(type)
                ? Optional.ofNullable(type.getParameters().get(CHARSET))
                        .filter(charset -> !charset.equalsIgnoreCase("utf-8") && !charset.equalsIgnoreCase("utf8"))
                        .map(charset -> "The body is said to be in the charset [%s]; JSON is read in UTF-8."
                                .formatted(Shown.of(charset)))
                : Optional.empty();
    }
}
