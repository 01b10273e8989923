package dev.douane.rules.document;

import dev.douane.rules.catalog.Catalog;
import dev.douane.rules.catalog.Contract;
import dev.douane.rules.catalog.Deployment;
import dev.douane.rules.catalog.Model;
import dev.douane.rules.catalog.ModelId;
import dev.douane.rules.catalog.Term;
import dev.douane.rules.catalog.Tiers;
import java.io.InputStream;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads a catalog document. The format is described in {@code docs/operators/catalog.md}.
 *
 * <p>A catalog that was read has version 1 until it is {@linkplain Catalog#numbered numbered}; its digest is that of the bytes.
 */
public final class CatalogReader {
    private static final String SHIPPED = "starter-catalog.yaml";

    private CatalogReader() {}

    /** The starter catalog that Douane ships. */
    public static Catalog shipped() {
        return read(shippedBytes(), SHIPPED, false);
    }

    /** The starter catalog as it is written, to store or to start one's own from. */
    public static byte[] shippedBytes() {
        return YamlDocument.bytes(YamlDocument.shipped(SHIPPED), SHIPPED);
    }

    /**
     * Reads a document and closes it.
     *
     * @throws DocumentException with everything that is wrong with it
     * @throws java.io.UncheckedIOException if the stream fails
     */
    public static Catalog read(InputStream in) {
        return read(YamlDocument.bytes(in, "the catalog"), "the catalog", false);
    }

    /**
     * Reads a document that was stored. What is refused since is not asked of it.
     *
     * @throws DocumentException with everything that is wrong with it
     */
    public static Catalog read(byte[] bytes) {
        return read(bytes, "the catalog", false);
    }

    /**
     * Reads a document that comes in: one that people wrote, and others will read.
     *
     * @throws DocumentException with everything that is wrong with it
     */
    public static Catalog take(byte[] bytes) {
        return read(bytes, "the catalog", true);
    }

    private static Catalog read(byte[] bytes, String name, boolean isNew) {
        var problems = new Problems(name);
        var root = YamlDocument.read(bytes, problems);
        if (isNew) {
            YamlDocument.refuseMisleading(bytes, root, problems);
        }
        var members = Members.of(root, "", problems);
        var document = new CatalogSyntax(problems).document(members);
        new CatalogChecks(problems).check(document);
        problems.throwIfAny();
        return catalog(document, YamlDocument.digest(bytes));
    }

    private static Catalog catalog(CatalogDocument document, String digest) {
        var tiers = Tiers.of(document.tiers().toArray(String[]::new));
        var models =
                document.models().stream().collect(Collectors.toMap(CatalogDocument.Model::id, Function.identity()));
        var providers = document.providers().stream()
                .collect(Collectors.toMap(CatalogDocument.Provider::id, Function.identity()));
        return new Catalog(
                1,
                digest,
                document.currency(),
                tiers,
                document.models().stream().map(CatalogReader::model).toList(),
                document.deployments().stream()
                        .map(deployment -> deployment(
                                deployment,
                                Objects.requireNonNull(models.get(deployment.model())),
                                Objects.requireNonNull(providers.get(deployment.provider())),
                                tiers))
                        .toList());
    }

    private static Model model(CatalogDocument.Model model) {
        return new Model(
                new ModelId(model.id()),
                model.family(),
                new TreeSet<>(model.aliases()),
                model.substitutes().stream().map(ModelId::new).toList());
    }

    /** A deployment says what differs; the rest is its model's and its provider's. */
    private static Deployment deployment(
            CatalogDocument.Deployment own,
            CatalogDocument.Model model,
            CatalogDocument.Provider provider,
            Tiers tiers) {
        var window = own.contextWindow() == null ? model.contextWindow() : own.contextWindow();
        var input = own.maxInputTokens() == null ? model.maxInputTokens() : own.maxInputTokens();
        var output = own.maxOutputTokens() == null ? model.maxOutputTokens() : own.maxOutputTokens();
        var control = own.control() == null ? provider.control() : own.control();
        return Deployment.of(
                        own.id(),
                        own.model(),
                        own.provider(),
                        own.region(),
                        tiers.named(own.tier() == null ? model.tier() : own.tier()))
                .hostedIn(own.hosting() == null ? null : own.hosting().code())
                .controlledBy(control == null ? null : control.code())
                .openWeights(model.openWeights())
                .selfHosted(own.selfHosted())
                .placeholder(own.placeholder())
                .contract(contract(own.terms(), provider.contract()))
                .operations(model.operations())
                .capabilities(own.capabilities() == null ? model.capabilities() : own.capabilities())
                .tags(own.tags())
                .limits(window, input == null ? window : Math.min(input, window), Math.min(output, window))
                .prices(own.prices())
                .build();
    }

    private static Contract contract(CatalogDocument.Terms own, Contract provider) {
        return new Contract(
                or(own.trainsOnData(), provider.trainsOnData()),
                or(own.continuityClause(), provider.continuityClause()),
                or(own.residencyClause(), provider.residencyClause()),
                own.certifications() == null ? provider.certifications() : new TreeSet<>(own.certifications()));
    }

    private static Term or(@Nullable Term own, Term provider) {
        return own == null ? provider : own;
    }
}
