package dev.douane.service.cli.pack;

import dev.douane.rules.lint.LintCode;
import dev.douane.rules.validator.Refusal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Findings as SARIF 2.1.0, which code review tools show beside the line. */
final class Sarif {
    private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

    private Sarif() {}

    static String of(List<LintedPack> packs) {
        var rules = new ArrayList<Map<String, Object>>();
        for (var refusal : Refusal.values()) {
            rules.add(rule(refusal.code(), refusal.meaning(), "", "error"));
        }
        for (var code : LintCode.values()) {
            rules.add(rule(
                    code.code(), code.meaning(), code.remedy(), code.worst().word()));
        }
        rules.add(
                rule(LintedPack.UNREADABLE, "The pack cannot be read, so its rules were not looked at.", "", "error"));
        var results = packs.stream()
                .flatMap(pack -> pack.findings().stream().map(finding -> result(pack, finding)))
                .toList();
        var driver = ordered("name", "douane pack lint", "rules", rules);
        return Json.of(ordered(
                "$schema",
                SCHEMA,
                "version",
                "2.1.0",
                "runs",
                List.of(ordered(
                        "tool", Map.of("driver", driver), "columnKind", "utf16CodeUnits", "results", results))));
    }

    private static Map<String, Object> rule(String id, String meaning, String remedy, String level) {
        var rule = ordered("id", id, "shortDescription", Map.of("text", meaning));
        if (!remedy.isEmpty()) {
            rule.put("help", Map.of("text", remedy));
        }
        rule.put("defaultConfiguration", Map.of("level", level));
        return rule;
    }

    private static Map<String, Object> result(LintedPack pack, LintedPack.Found finding) {
        var location = ordered("artifactLocation", artifact(Path.of(pack.path(), finding.file())));
        if (finding.line() > 0) {
            var region = ordered("startLine", finding.line());
            if (finding.column() > 0) {
                region.put("startColumn", finding.column());
            }
            location.put("region", region);
        }
        return ordered(
                "ruleId", finding.code(),
                "level", finding.severity(),
                "message", Map.of("text", finding.message()),
                "locations", List.of(Map.of("physicalLocation", location)));
    }

    /** Where a file is: an absolute one by its address, another one from the folder that lint was called in. */
    private static Map<String, Object> artifact(Path file) {
        if (file.isAbsolute()) {
            return ordered("uri", file.toUri().toString());
        }
        var steps = StreamSupport.stream(file.spliterator(), false)
                .map(step -> URLEncoder.encode(step.toString(), StandardCharsets.UTF_8)
                        .replace("+", "%20"))
                .collect(Collectors.joining("/"));
        return ordered("uri", steps, "uriBaseId", "%SRCROOT%");
    }

    private static Map<String, Object> ordered(Object... namesAndValues) {
        var map = new LinkedHashMap<String, Object>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put(namesAndValues[i].toString(), namesAndValues[i + 1]);
        }
        return map;
    }
}
