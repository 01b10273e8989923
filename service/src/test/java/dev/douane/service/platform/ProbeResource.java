package dev.douane.service.platform;

import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.PermitAll;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Fails in every way a resource can, for the tests of problem documents. */
@Path("/probe")
@PermitAll
@Blocking
@Produces(MediaType.APPLICATION_JSON)
public class ProbeResource {
    @Inject
    StrictJson json;

    record Parcel(String name, int weight) {}

    @POST
    @Path("/strict")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(hidden = true)
    public Response strict(byte[] body) {
        return Response.ok(json.write(json.read(body, Parcel.class))).build();
    }

    @POST
    @Path("/bound")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(hidden = true)
    public String bound(Parcel parcel) {
        return parcel.name();
    }

    @GET
    @Path("/broken")
    @Operation(hidden = true)
    public String broken() {
        throw new IllegalStateException("select secret from drawer");
    }

    @GET
    @Path("/by-id/{id}")
    @Operation(hidden = true)
    public String byId(@PathParam("id") UUID id) {
        return id.toString();
    }

    @GET
    @Path("/busy")
    @Operation(hidden = true)
    public String busy() {
        throw ProblemException.retryAfter(ProblemType.OVERLOADED, "The queue is full.", Duration.ofMillis(1200));
    }

    @GET
    @Path("/database/{state}")
    @Operation(hidden = true)
    public String database(@PathParam("state") String state) {
        throw new PersistenceException(
                "could not execute [select secret from drawer]", new SQLException("secret", state));
    }

    @GET
    @Path("/several")
    @Operation(hidden = true)
    public String several() {
        throw new ProblemException(
                ProblemType.UNPROCESSABLE,
                "Two things are wrong.",
                List.of(new Violation("/b", "second"), new Violation("/a", "first")));
    }
}
