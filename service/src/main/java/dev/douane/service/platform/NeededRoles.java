package dev.douane.service.platform;

import jakarta.annotation.security.RolesAllowed;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jspecify.annotations.Nullable;

/** Which roles the operation takes that a resource is asked for. Looked at where one was refused, and at no other time. */
final class NeededRoles {
    private NeededRoles() {}

    /** Such as {@code author} or {@code admin, approver}; empty where the operation is for everybody. Only while a resource's request is handled. */
    static Optional<String> ofRequest() {
        return Optional.ofNullable(CurrentRequestManager.get())
                .map(ResteasyReactiveRequestContext::getTarget)
                .map(operation -> {
                    var method = operation.getLazyMethod().getMethod();
                    return orElse(
                            method.getAnnotation(RolesAllowed.class),
                            method.getDeclaringClass().getAnnotation(RolesAllowed.class));
                })
                .map(roles -> String.join(", ", roles.value()));
    }

    private static @Nullable RolesAllowed orElse(@Nullable RolesAllowed ofMethod, @Nullable RolesAllowed ofClass) {
        return ofMethod == null ? ofClass : ofMethod;
    }
}
