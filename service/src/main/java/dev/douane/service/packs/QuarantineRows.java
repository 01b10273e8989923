package dev.douane.service.packs;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

@ApplicationScoped
class QuarantineRows implements PanacheRepositoryBase<QuarantineRow, Long> {
    /** What put a version into quarantine; empty where it is in none. */
    Optional<QuarantineRow> current(long packVersion) {
        return find("packVersion = ?1 order by id desc", packVersion)
                .firstResultOptional()
                .filter(last -> last.action.equals(QuarantineRow.QUARANTINE));
    }

    /** The versions that are in quarantine, as {@code name@version}, sorted. */
    List<String> held() {
        return getEntityManager()
                .createQuery("""
                        select concat(p.name, '@', p.version) from PackRow p, QuarantineRow q
                        where q.packVersion = p.id and q.action = :action
                            and q.id = (select max(l.id) from QuarantineRow l where l.packVersion = p.id)
                        order by p.name, p.version""", String.class)
                .setParameter("action", QuarantineRow.QUARANTINE)
                .getResultList();
    }
}
