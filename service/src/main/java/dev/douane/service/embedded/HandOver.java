package dev.douane.service.embedded;

import java.sql.Connection;
import java.sql.SQLException;

/** Makes {@value DatabaseRole#OWNER} the owner of a database that the superuser owned, as all were once. */
final class HandOver {
    /** {@code reassign owned} would do it, but not for the role that a cluster was made with. What belongs to a table goes with it. */
    private static final String EACH = """
            do
            $$
            declare
                each text;
            begin
                for each in
                    select format('alter table %%s owner to %1$s', c.oid::regclass) from pg_class c
                    where c.relnamespace = 'public'::regnamespace and c.relowner = current_user::regrole
                        and c.relkind in ('r', 'p', 'v', 'm', 'S')
                        and not exists (select from pg_depend d where d.objid = c.oid and d.classid = 'pg_class'::regclass and d.deptype in ('a', 'i')
                            and c.relkind = 'S')
                    union all
                    select format('alter routine %%s owner to %1$s', p.oid::regprocedure) from pg_proc p
                    where p.pronamespace = 'public'::regnamespace and p.proowner = current_user::regrole
                loop
                    execute each;
                end loop;
            end
            $$""".formatted(DatabaseRole.OWNER);

    private HandOver() {}

    /** Whether there is anything to hand over, asked of any database of the cluster. */
    static boolean isDue(Connection superuser, String database) throws SQLException {
        try (var statement = superuser.createStatement();
                var row = statement.executeQuery(
                        "select from pg_database where datname = '%s' and datdba = current_user::regrole"
                                .formatted(database))) {
            return row.next();
        }
    }

    /** @param superuser in the database itself */
    static void of(Connection superuser, String database) throws SQLException {
        superuser.setAutoCommit(false);
        try (var statement = superuser.createStatement()) {
            statement.execute(EACH);
            statement.execute("alter database %s owner to %s".formatted(database, DatabaseRole.OWNER));
        }
        superuser.commit();
    }
}
