package dev.douane.service.identity;

import java.util.List;

/** What each role may do. */
record RolesView(List<RoleView> roles) {
    /**
     * One role.
     *
     * @param may what it is for
     * @param operations all that a key with this role alone is let into
     */
    record RoleView(String role, String may, List<OperationView> operations) {}

    /**
     * One operation.
     *
     * @param path with its parameters in braces
     * @param does in words
     */
    record OperationView(String method, String path, String does) {}

    static RolesView of(List<Rights.Right> rights) {
        return new RolesView(Roles.MAY.entrySet().stream()
                .map(role -> new RoleView(
                        role.getKey(),
                        role.getValue(),
                        rights.stream()
                                .filter(right -> right.roles().contains(role.getKey()))
                                .map(right -> new OperationView(right.method(), right.path(), right.does()))
                                .toList()))
                .toList());
    }
}
