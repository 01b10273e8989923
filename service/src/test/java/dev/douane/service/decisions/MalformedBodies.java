package dev.douane.service.decisions;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Bodies that are no request, and how each is refused. */
final class MalformedBodies {
    /**
     * @param pointers all violations, sorted; one empty text where the body as a whole is wrong
     */
    @SuppressWarnings("ArrayRecordComponent") // bytes on their way out, never compared
    record Malformed(String name, byte[] body, int status, List<String> pointers) {
        @Override
        public String toString() {
            return name;
        }
    }

    private MalformedBodies() {}

    private static Malformed bad(String name, String body, String... pointers) {
        return new Malformed(name, body.getBytes(UTF_8), 400, List.of(pointers));
    }

    /** A good call with further members. */
    private static String call(String members) {
        return "{\"call\":{\"model\":\"gpt-5\",\"inputTokens\":10%s}}"
                .formatted(members.isEmpty() ? "" : "," + members);
    }

    /** A good call beside another member. */
    private static String beside(String member) {
        return "{\"call\":{\"model\":\"gpt-5\",\"inputTokens\":10},%s}".formatted(member);
    }

    private static String many(int count, String item) {
        return String.join(
                ",", IntStream.range(0, count).mapToObj(i -> item.formatted(i)).toList());
    }

    static Stream<Malformed> all() {
        return Stream.of(shapes(), calls(), others()).flatMap(List::stream);
    }

    private static List<Malformed> shapes() {
        return List.of(
                bad("empty body", "", ""),
                bad("blank body", "  \n", ""),
                bad("null", "null", ""),
                bad("a list", "[]", ""),
                bad("a text", "\"call\"", ""),
                bad("not JSON", "{call:1}", ""),
                bad("cut short", "{\"call\":{\"model\":\"gpt-5\"", ""),
                bad("trailing bytes", call("") + "x", ""),
                bad("a second document", call("") + call(""), ""),
                bad("a comment", "/* hi */" + call(""), ""),
                bad(
                        "not UTF-8",
                        "{\"call\":{\"model\":\"gpt-5\",\"inputTokens\":10},\"attributes\":{\"a\":\"\u0001\"}}",
                        ""),
                new Malformed(
                        "half a UTF-8 character",
                        new byte[] {'{', '"', (byte) 0xC3, '"', ':', '1', '}'},
                        400,
                        List.of("")),
                bad("too deep", "{\"call\":" + "[".repeat(40) + "]".repeat(40) + "}", ""),
                new Malformed(
                        "too large",
                        beside("\"attributes\":{\"a\":\"" + "x".repeat(300_000) + "\"}")
                                .getBytes(UTF_8),
                        413,
                        List.of()),
                bad("duplicate member", "{\"call\":{\"model\":\"a\",\"model\":\"b\",\"inputTokens\":1}}", ""),
                bad(
                        "duplicate call",
                        "{\"call\":{\"model\":\"a\",\"inputTokens\":1},\"call\":{\"model\":\"a\",\"inputTokens\":1}}",
                        ""),
                bad("nothing", "{}", "/call"),
                bad("call is null", "{\"call\":null}", "/call"),
                bad("call is a text", "{\"call\":\"gpt-5\"}", "/call"),
                bad("unknown member at the top", beside("\"model\":\"gpt-5\""), "/model"),
                bad("unknown member with a slash", beside("\"a/b~c\":1"), "/a~1b~0c"));
    }

    private static List<Malformed> calls() {
        return List.of(
                bad("neither model nor deployment", "{\"call\":{\"inputTokens\":10}}", "/call/model"),
                bad("model is a number", "{\"call\":{\"model\":5,\"inputTokens\":10}}", "/call/model"),
                bad("model is empty", "{\"call\":{\"model\":\"\",\"inputTokens\":10}}", "/call/model"),
                bad("model is blank", "{\"call\":{\"model\":\"  \",\"inputTokens\":10}}", "/call/model"),
                bad(
                        "model is too long",
                        "{\"call\":{\"model\":\"" + "m".repeat(257) + "\",\"inputTokens\":10}}",
                        "/call/model"),
                bad("a typo in a member", call("\"maxOutputToken\":5"), "/call/maxOutputToken"),
                bad("no input tokens", "{\"call\":{\"model\":\"gpt-5\"}}", "/call/inputTokens"),
                bad("negative tokens", "{\"call\":{\"model\":\"gpt-5\",\"inputTokens\":-1}}", "/call/inputTokens"),
                bad("absurd tokens", "{\"call\":{\"model\":\"gpt-5\",\"inputTokens\":10000001}}", "/call/inputTokens"),
                bad(
                        "tokens past an int",
                        "{\"call\":{\"model\":\"gpt-5\",\"inputTokens\":99999999999999999999}}",
                        "/call/inputTokens"),
                bad(
                        "tokens with a fraction",
                        "{\"call\":{\"model\":\"gpt-5\",\"inputTokens\":1.5}}",
                        "/call/inputTokens"),
                bad("tokens as a float", "{\"call\":{\"model\":\"gpt-5\",\"inputTokens\":10.0}}", "/call/inputTokens"),
                bad(
                        "tokens with an exponent",
                        "{\"call\":{\"model\":\"gpt-5\",\"inputTokens\":1e999999999}}",
                        "/call/inputTokens"),
                bad("an exponent past all decimals", beside("\"zzz\":1E+999999999999999999999"), "/zzz"),
                bad("an exponent past all fractions", beside("\"zzz\":1.55E-2147483647"), "/zzz"),
                bad("tokens as a text", "{\"call\":{\"model\":\"gpt-5\",\"inputTokens\":\"10\"}}", "/call/inputTokens"),
                bad("not a number", "{\"call\":{\"model\":\"gpt-5\",\"inputTokens\":NaN}}", ""),
                bad("negative cached tokens", call("\"cachedInputTokens\":-1"), "/call/cachedInputTokens"),
                bad("an output cap of nothing", call("\"maxOutputTokens\":0"), "/call/maxOutputTokens"),
                bad("an absurd output cap", call("\"maxOutputTokens\":10000001"), "/call/maxOutputTokens"),
                bad("no completions", call("\"n\":0"), "/call/n"),
                bad("too many completions", call("\"n\":129"), "/call/n"),
                bad("n is true", call("\"n\":true"), "/call/n"),
                bad("unknown operation", call("\"operation\":\"Chat\""), "/call/operation"),
                bad("operation is a number", call("\"operation\":0"), "/call/operation"),
                bad("unknown service tier", call("\"serviceTier\":\"turbo\""), "/call/serviceTier"),
                bad("capabilities as a text", call("\"capabilities\":\"tools\""), "/call/capabilities"),
                bad("a capability that is null", call("\"capabilities\":[\"tools\",null]"), "/call/capabilities/1"),
                bad(
                        "too many capabilities",
                        call("\"capabilities\":[" + many(33, "\"c%d\"") + "]"),
                        "/call/capabilities"),
                bad("a soft hyphen", call("\"provider\":\"az\\u00adure\""), "/call/provider"),
                bad("a capability with a joiner", call("\"capabilities\":[\"to\\u200dols\"]"), "/call/capabilities/0"),
                bad("a NUL", call("\"region\":\"a\\u0000b\""), "/call/region"),
                bad("half a character", call("\"region\":\"a\\ud83d\""), "/call/region"),
                new Malformed(
                        "more cached than all tokens",
                        call("\"cachedInputTokens\":11").getBytes(UTF_8),
                        422,
                        List.of("/call/cachedInputTokens")));
    }

    private static List<Malformed> others() {
        return List.of(
                bad("caller is a list", beside("\"caller\":[]"), "/caller"),
                bad("unknown member of the caller", beside("\"caller\":{\"seat\":\"u-1\"}"), "/caller/seat"),
                bad("user is a number", beside("\"caller\":{\"user\":17}"), "/caller/user"),
                bad("user is too long", beside("\"caller\":{\"user\":\"" + "u".repeat(129) + "\"}"), "/caller/user"),
                bad("a control character", beside("\"caller\":{\"team\":\"a\\nb\"}"), "/caller/team"),
                bad(
                        "a name that is not seen whole",
                        beside("\"caller\":{\"product\":\"con\\u200btracts\"}"),
                        "/caller/product"),
                bad("a name that is drawn backwards", beside("\"caller\":{\"user\":\"u-\\u202e1\"}"), "/caller/user"),
                bad("a name with a tag", beside("\"caller\":{\"run\":\"r\\udb40\\udc61\"}"), "/caller/run"),
                bad(
                        "a name of marks without a width",
                        beside("\"caller\":{\"team\":\"\\u200b\\u2060\"}"),
                        "/caller/team"),
                bad("unknown country", beside("\"caller\":{\"location\":\"XX\"}"), "/caller/location"),
                bad("country in lower case", beside("\"caller\":{\"location\":\"de\"}"), "/caller/location"),
                bad(
                        "unknown data class",
                        beside("\"data\":{\"classes\":[\"personal\",\"secret\"]}"),
                        "/data/classes/1"),
                bad("data class is a number", beside("\"data\":{\"classes\":[1]}"), "/data/classes/0"),
                bad(
                        "subject in no country",
                        beside("\"data\":{\"subjectLocations\":[\"DE\",\"EU\"]}"),
                        "/data/subjectLocations/1"),
                bad(
                        "groups are not for callers to say",
                        beside("\"data\":{\"subjectGroups\":[\"EEA\"]}"),
                        "/data/subjectGroups"),
                bad("task in sentences", beside("\"workload\":{\"task\":\"Summarise it\"}"), "/workload/task"),
                bad(
                        "unknown criticality",
                        beside("\"workload\":{\"criticality\":\"extreme\"}"),
                        "/workload/criticality"),
                bad("unknown phase", beside("\"workload\":{\"phase\":\"prod\"}"), "/workload/phase"),
                bad(
                        "interactive as a text",
                        beside("\"workload\":{\"interactive\":\"true\"}"),
                        "/workload/interactive"),
                bad("unknown mode", beside("\"options\":{\"mode\":\"ENFORCE\"}"), "/options/mode"),
                bad("hold is a number", beside("\"options\":{\"hold\":1}"), "/options/hold"),
                bad("wait without a unit", beside("\"options\":{\"maxWait\":\"90\"}"), "/options/maxWait"),
                bad("wait is a number", beside("\"options\":{\"maxWait\":90}"), "/options/maxWait"),
                bad("negative wait", beside("\"options\":{\"maxWait\":\"PT-1S\"}"), "/options/maxWait"),
                bad("wait of a lifetime", beside("\"options\":{\"maxWait\":\"P31DT0.001S\"}"), "/options/maxWait"),
                bad(
                        "wait past all counting",
                        beside("\"options\":{\"maxWait\":\"PT99999999999999999999H\"}"),
                        "/options/maxWait"),
                bad("unknown explain", beside("\"options\":{\"explain\":\"all\"}"), "/options/explain"),
                bad("attributes as a list", beside("\"attributes\":[]"), "/attributes"),
                bad("too many attributes", beside("\"attributes\":{" + many(17, "\"a%d\":\"x\"") + "}"), "/attributes"),
                bad("an attribute that is nested", beside("\"attributes\":{\"a\":{\"b\":\"c\"}}"), "/attributes/a"),
                bad("an attribute without a name", beside("\"attributes\":{\"\":\"c\"}"), "/attributes"),
                bad(
                        "all that is wrong is said, in order",
                        "{\"call\":{\"model\":7,\"n\":0,\"top_p\":1},\"caller\":{\"location\":\"de\"},\"data\":5,\"extra\":1}",
                        "/call/inputTokens",
                        "/call/model",
                        "/call/n",
                        "/call/top_p",
                        "/caller/location",
                        "/data",
                        "/extra"));
    }
}
