package dev.douane.service.packs;

import dev.douane.rules.limits.Size;
import dev.douane.rules.signing.PackZip;
import dev.douane.service.identity.KnownKeys;
import dev.douane.service.identity.Roles;
import dev.douane.service.platform.Creates;
import dev.douane.service.platform.MayFail;
import dev.douane.service.platform.PageEnd;
import dev.douane.service.platform.PageRequest;
import dev.douane.service.platform.ProblemException;
import dev.douane.service.platform.ProblemType;
import dev.douane.service.platform.Shown;
import dev.douane.service.platform.limits.LongestBody;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jboss.resteasy.reactive.server.core.multipart.FormData;
import org.jboss.resteasy.reactive.server.multipart.FormValue;
import org.jspecify.annotations.Nullable;

@Path("/v1/packs")
@RolesAllowed({Roles.ADMIN, Roles.APPROVER, Roles.AUDITOR, Roles.AUTHOR})
@Produces(MediaType.APPLICATION_JSON)
class PacksResource {
    static final String ZIP = "application/zip";

    private static final String PACK = "pack";
    private static final String SIGNATURE = "signature";

    /** {@link Size#ARCHIVE_BYTES}, as an annotation has to have it. */
    private static final int UPLOAD_BYTES_MAX = 8 << 20;

    private final PackRows rows;
    private final StoredPacks stored;
    private final Publishing publishing;
    private final PackViews views;
    private final PackSignatures signatures;
    private final KnownKeys known;
    private final SecurityIdentity caller;

    @Inject
    PacksResource(
            PackRows rows,
            StoredPacks stored,
            Publishing publishing,
            PackViews views,
            PackSignatures signatures,
            KnownKeys known,
            SecurityIdentity caller) {
        this.rows = rows;
        this.stored = stored;
        this.publishing = publishing;
        this.views = views;
        this.signatures = signatures;
        this.known = known;
        this.caller = caller;
    }

    /** Publishes a pack. 201, or 200 where the same version with the same content is there already. */
    @POST
    @RolesAllowed(Roles.AUTHOR)
    @LongestBody(UPLOAD_BYTES_MAX)
    @Consumes(ZIP)
    @Operation(
            operationId = "publishPack",
            summary = "Publish a pack: it is compiled and held against its own scenarios first",
            description =
                    "Alone, as a zip, or with its signatures, as a form: parts pack (a zip) and signature (DSSE, at most 16).")
    @Creates
    @MayFail({ProblemType.CONFLICT, ProblemType.OVERLOADED, ProblemType.PACK_REJECTED})
    public RestResponse<PackView> publish(byte[] zip) {
        return publish(zip, List.of());
    }

    /** Publishes a pack with signatures: another form of the same operation, which has its name above. */
    @POST
    @RolesAllowed(Roles.AUTHOR)
    @LongestBody(UPLOAD_BYTES_MAX)
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Creates
    @MayFail({ProblemType.CONFLICT, ProblemType.OVERLOADED, ProblemType.PACK_REJECTED})
    public RestResponse<PackView> publishSigned(
            @RestForm(PACK) @Nullable FileUpload pack, @RestForm(SIGNATURE) @Nullable List<FileUpload> signature)
            throws IOException {
        refuseOtherParts(CurrentRequestManager.get().getFormData());
        if (pack == null) {
            throw new ProblemException(ProblemType.INVALID_REQUEST, "The form has no part (pack).");
        }
        var documents = new ArrayList<String>();
        for (var part : signature == null ? List.<FileUpload>of() : signature) {
            documents.add(new String(read(part, Size.ENVELOPE_CHARS.most()), StandardCharsets.UTF_8));
        }
        return publish(Files.readAllBytes(pack.uploadedFile()), documents);
    }

    /** A part that is passed over may be the signature somebody counts on. */
    private static void refuseOtherParts(@Nullable FormData form) {
        if (form == null) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST,
                    "The form cannot be read. Maybe send it as Content-Type: multipart/form-data; boundary=…, in small letters, as curl -F does.");
        }
        for (var name : form) {
            if (name == null) {
                throw new ProblemException(
                        ProblemType.INVALID_REQUEST,
                        "A part of the form has no name. Maybe send Content-Disposition: form-data; name=\"%s\"; filename=… with it."
                                .formatted(PACK));
            }
            if (!name.equals(PACK) && !name.equals(SIGNATURE)) {
                throw new ProblemException(
                        ProblemType.INVALID_REQUEST,
                        "The form takes parts (%s) and (%s), not (%s).".formatted(PACK, SIGNATURE, Shown.of(name)));
            }
            if (!form.get(name).stream().allMatch(FormValue::isFileItem)) {
                throw new ProblemException(
                        ProblemType.INVALID_REQUEST,
                        "Part (%1$s) has no file name. Maybe send it as a file, as curl -F %1$s=@file does."
                                .formatted(name));
            }
        }
        if (form.contains(PACK) && form.get(PACK).size() > 1) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST,
                    "The form has %d parts (%s), and one pack is published at a time."
                            .formatted(form.get(PACK).size(), PACK));
        }
    }

    private static byte[] read(FileUpload part, int bytesMax) throws IOException {
        if (part.size() > bytesMax) {
            throw new ProblemException(
                    ProblemType.TOO_LARGE,
                    "Part (%s) has %d bytes; at most %d are read.".formatted(part.name(), part.size(), bytesMax));
        }
        return Files.readAllBytes(part.uploadedFile());
    }

    private RestResponse<PackView> publish(byte[] zip, List<String> documents) {
        var published = publishing.publish(zip, documents, caller.getPrincipal().getName());
        var manifest = published.pack().manifest();
        var version = manifest.version().toString();
        var view = QuarkusTransaction.requiringNew().call(() -> views.of(views.row(manifest.name(), version)));
        return RestResponse.ResponseBuilder.<PackView>create(published.fresh() ? 201 : 200)
                .location(URI.create("/v1/packs/%s/versions/%s".formatted(manifest.name(), version)))
                .entity(view)
                .build();
    }

    /** Published versions, oldest first. */
    @GET
    @Transactional
    @Operation(operationId = "packs", summary = "Published packs, oldest first, a page at a time")
    public PackPage list(@QueryParam("cursor") @Nullable String cursor, @QueryParam("limit") @Nullable String limit) {
        return page(Optional.empty(), cursor, limit);
    }

    /** The published versions of one pack, oldest first. */
    @GET
    @Path("/{name}/versions")
    @Transactional
    @Operation(operationId = "packVersions", summary = "The versions of one pack, oldest first")
    @MayFail(ProblemType.PACK_NOT_FOUND)
    public PackPage versions(
            @PathParam("name") String name,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable String limit) {
        var page = page(Optional.of(name), cursor, limit);
        if (page.packs().isEmpty() && cursor == null) {
            throw new ProblemException(ProblemType.PACK_NOT_FOUND, "There is no pack (%s).".formatted(name));
        }
        return page;
    }

    private PackPage page(Optional<String> name, @Nullable String cursor, @Nullable String limit) {
        var page = PageRequest.of(cursor, limit);
        var found = rows.sizes(name, page.after().map(PacksResource::id).orElse(0L), page.limit() + 1);
        var shown = PageEnd.of(found, page.limit(), PackRows.Sized::length).stream()
                .map(PackRows.Sized::id)
                .toList();
        return new PackPage(
                rows.of(shown).stream()
                        .map(pack -> PackPage.Item.of(pack, known))
                        .toList(),
                found.size() > shown.size() ? PageRequest.cursor(shown.getLast().toString()) : null);
    }

    private static long id(String place) {
        try {
            return Long.parseLong(place);
        } catch (NumberFormatException e) {
            throw PageRequest.badCursor();
        }
    }

    /** One version with all its files, its rules and its signatures. */
    @GET
    @Path("/{name}/versions/{version}")
    @Transactional
    @Operation(operationId = "packVersion", summary = "One version of a pack: its files, rules and signatures")
    @MayFail(ProblemType.PACK_NOT_FOUND)
    public PackView get(@PathParam("name") String name, @PathParam("version") String version) {
        return views.of(views.row(name, version));
    }

    /** The signature documents beside one version. */
    @GET
    @Path("/{name}/versions/{version}/signatures")
    @Transactional
    @Operation(
            operationId = "packSignatures",
            summary = "The signature documents beside one version of a pack, oldest first, without their texts")
    @MayFail(ProblemType.PACK_NOT_FOUND)
    public SignaturePage signatures(
            @PathParam("name") String name,
            @PathParam("version") String version,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable String limit) {
        var row = views.row(name, version);
        return signatures.page(row, stored.pack(row), PageRequest.of(cursor, limit));
    }

    /** One of them. */
    @GET
    @Path("/{name}/versions/{version}/signatures/{digest}")
    @Transactional
    @Operation(operationId = "packSignature", summary = "One signature document, by the digest of its text")
    @MayFail(ProblemType.PACK_NOT_FOUND)
    public PackView.SignatureView signature(
            @PathParam("name") String name, @PathParam("version") String version, @PathParam("digest") String digest) {
        var row = views.row(name, version);
        return signatures.get(row, stored.pack(row), digest);
    }

    /** One version as a zip: the same bytes for the same digest, whoever published it. */
    @GET
    @Path("/{name}/versions/{version}/zip")
    @Produces(ZIP)
    @Transactional
    @Operation(operationId = "packZip", summary = "One version of a pack as a zip")
    @MayFail(ProblemType.PACK_NOT_FOUND)
    public RestResponse<byte[]> download(@PathParam("name") String name, @PathParam("version") String version) {
        var row = views.row(name, version);
        return RestResponse.ResponseBuilder.ok(PackZip.write(stored.pack(row)))
                .header("Content-Disposition", "attachment; filename=\"%s-%s.zip\"".formatted(row.name, row.version))
                .tag(row.digest)
                .build();
    }
}
