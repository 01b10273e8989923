package dev.douane.rules.oracle;

import java.util.List;

/** The tables of the page {@code workload-classification.md}. */
final class TaskWords {
    /**
     * A row of a table: rules with numbers that follow each other, one a word, all for one class.
     *
     * @param first the number of the first word's rule
     * @param last the number of the last word's rule
     */
    record Row(int first, int last, String workloadClass, List<String> words) {
        Row {
            words = List.copyOf(words);
            if (words.size() != last - first + 1) {
                throw new IllegalArgumentException(
                        "%d words have no numbers of their own from %d to %d".formatted(words.size(), first, last));
            }
        }
    }

    static final List<String> QUERIES = List.of(
            "nearest-neighbour",
            "query-embedding",
            "question-embedding",
            "retrieval",
            "search-query",
            "semantic-search",
            "similarity-search");

    static final List<Row> BEGINNINGS = List.of(
            row(301, 301, "classify", "categorise-"),
            row(302, 302, "classify", "categorize-"),
            row(303, 303, "classify", "classify-"),
            row(304, 304, "extract", "extract-"),
            row(305, 305, "moderate", "moderate-"),
            row(306, 306, "proofread", "proofread-"),
            row(307, 307, "rewrite", "rewrite-"),
            row(308, 308, "summarise", "summarise-"),
            row(309, 309, "summarise", "summarize-"),
            row(310, 310, "translate", "translate-"));

    static final List<Row> ENDINGS = List.of(
            row(401, 401, "data-labelling", "-annotation"),
            row(402, 402, "classify", "-categorisation"),
            row(403, 403, "classify", "-categorization"),
            row(404, 404, "classify", "-classification"),
            row(405, 405, "extract", "-extraction"),
            row(406, 406, "translate", "-localisation"),
            row(407, 407, "translate", "-localization"),
            row(408, 408, "moderate", "-moderation"),
            row(409, 409, "proofread", "-proofreading"),
            row(410, 410, "summarise", "-recap"),
            row(411, 411, "rewrite", "-rewriting"),
            row(412, 412, "sentiment", "-sentiment"),
            row(413, 413, "summarise", "-summarisation"),
            row(414, 414, "summarise", "-summarization"),
            row(415, 415, "summarise", "-summary"),
            row(416, 416, "classify", "-tagging"),
            row(417, 417, "translate", "-translation"));

    static final List<Row> WORDS = List.of(
            row(
                    101,
                    110,
                    "summarise",
                    "summarize",
                    "summarisation",
                    "summarization",
                    "summary",
                    "digest",
                    "recap",
                    "tldr",
                    "key-points",
                    "meeting-minutes",
                    "meeting-notes"),
            row(111, 115, "translate", "translation", "localise", "localize", "localisation", "localization"),
            row(
                    116,
                    124,
                    "classify",
                    "classification",
                    "categorise",
                    "categorize",
                    "tagging",
                    "triage",
                    "ticket-triage",
                    "topic-detection",
                    "spam-detection",
                    "language-detection"),
            row(
                    125,
                    130,
                    "extract",
                    "extraction",
                    "entity-recognition",
                    "named-entity-recognition",
                    "form-parsing",
                    "invoice-parsing",
                    "resume-parsing"),
            row(131, 132, "sentiment", "sentiment-analysis", "opinion-mining"),
            row(133, 135, "moderate", "moderation", "content-safety", "toxicity-detection"),
            row(136, 139, "route-intent", "intent-detection", "intent-routing", "query-routing", "request-routing"),
            row(140, 143, "title-generation", "headline-generation", "headline", "subject-line", "title"),
            row(144, 146, "code-completion", "autocomplete", "inline-completion", "fill-in-the-middle"),
            row(147, 149, "proofread", "proofreading", "grammar-check", "spell-check"),
            row(150, 151, "transcription-cleanup", "transcript-cleanup", "subtitle-cleanup"),
            row(152, 155, "data-labelling", "data-labeling", "labelling", "labeling", "annotation"),
            row(156, 160, "rewrite", "rewriting", "paraphrase", "rephrase", "simplify", "tone-adjustment"),
            row(161, 164, "draft-email", "email-draft", "email-reply", "reply-suggestion", "write-email"),
            row(165, 168, "draft-report", "report-draft", "report-writing", "status-report", "write-report"),
            row(
                    169,
                    174,
                    "chat-support",
                    "chatbot",
                    "customer-chat",
                    "customer-support",
                    "faq",
                    "helpdesk",
                    "support-chat"),
            row(175, 179, "rag-answer", "document-qa", "knowledge-base-answer", "qa", "question-answering", "rag"),
            row(180, 184, "code-generation", "codegen", "generate-code", "refactor", "refactoring", "write-code"),
            row(185, 187, "code-review", "pr-review", "pull-request-review", "review-code"),
            row(188, 190, "test-generation", "generate-tests", "unit-tests", "write-tests"),
            row(191, 194, "generate-sql", "nl-to-sql", "sql", "sql-generation", "text-to-sql"),
            row(195, 196, "agentic-coding", "autonomous-coding", "coding-agent"),
            row(197, 198, "architecture-design", "solution-design", "system-design"),
            row(199, 201, "contract-review", "clause-review", "contract-analysis", "review-contract"),
            row(202, 205, "incident-analysis", "incident-review", "post-mortem", "postmortem", "root-cause-analysis"),
            row(206, 208, "legal-analysis", "legal-opinion", "legal-research", "legal-review"),
            row(209, 212, "model-evaluation", "evals", "llm-as-a-judge", "llm-judge", "model-benchmark"),
            row(213, 215, "research", "deep-research", "literature-review", "market-research"),
            row(
                    216,
                    219,
                    "security-review",
                    "security-audit",
                    "threat-modeling",
                    "threat-modelling",
                    "vulnerability-analysis"));

    private TaskWords() {}

    private static Row row(int first, int last, String workloadClass, String... words) {
        return new Row(first, last, workloadClass, List.of(words));
    }
}
