package dev.douane.service.ledger;

import dev.douane.rules.call.Question;
import dev.douane.rules.decide.Decided;
import dev.douane.service.audit.DecisionRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Answers in a few words: the verdict, then what is left of each budget, such as {@code allow a=0.999000}. */
class TestRecording implements Recording {
    private final UUID id;
    private final Question question;
    private final Instant at;

    TestRecording(UUID id, Question question, Instant at) {
        this.id = id;
        this.question = question;
        this.at = at;
    }

    @Override
    public DecisionRecord record(Decided decided, List<AccountAfter> accounts, @Nullable Hold hold) {
        var decision = decided.decision();
        var target = decision.verdict().target();
        var empty = "{}".getBytes(StandardCharsets.UTF_8);
        return new DecisionRecord(
                id,
                at,
                GatewaysLedger.GATEWAY.key(),
                question.options().mode().name().toLowerCase(Locale.ROOT),
                decision.verdict().word(),
                question.caller(),
                "big",
                target == null
                        ? null
                        : new DecisionRecord.Target(
                                target.deployment().id().value(),
                                "big",
                                "provider",
                                "region",
                                null,
                                null,
                                "standard",
                                target.estimate()),
                List.of(),
                1,
                TestCatalog.VERSION,
                decision.requested(),
                hold == null ? null : hold.amount(),
                empty,
                answer(decision.verdict().word(), accounts),
                empty,
                decision.because().code(),
                null);
    }

    private static byte[] answer(String word, List<AccountAfter> accounts) {
        var answer = new StringBuilder("\"" + word);
        accounts.forEach(account -> answer.append(' ')
                .append(account.figures().name())
                .append('=')
                .append(account.figures().left()));
        return answer.append('"').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String word(byte[] recorded) {
        return new String(recorded, StandardCharsets.UTF_8).replace("\"", "").split(" ", 2)[0];
    }

    @Override
    public boolean wouldAnswer(byte[] recorded, Decided decided) {
        return word(recorded).equals(decided.decision().verdict().word());
    }

    @Override
    public byte[] repeat(byte[] recorded, Hold hold) {
        return recorded;
    }

    @Override
    public byte[] repeat(byte[] recorded, Hold hold, List<AccountAfter> accounts) {
        return answer(word(recorded), accounts);
    }

    @Override
    public byte[] repeatSettled(byte[] recorded, HoldStatus settled) {
        return "\"%s charged %s\"".formatted(word(recorded), settled.charged()).getBytes(StandardCharsets.UTF_8);
    }
}
