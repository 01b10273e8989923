package dev.douane.service.packs;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

@ApplicationScoped
class PackSignatureRows implements PanacheRepositoryBase<PackSignatureRow, Long> {
    /** Documents in memory at a time. */
    private static final int AT_ONCE = 16;

    /**
     * Shows all documents of one version, oldest first, each alone.
     *
     * @return how many there are
     */
    int each(String name, String version, Consumer<StoredSignature> look) {
        int all = 0;
        var some = after(name, version, 0);
        while (!some.isEmpty()) {
            some.forEach(look);
            all += some.size();
            some = after(name, version, some.getLast().id());
        }
        return all;
    }

    private List<StoredSignature> after(String name, String version, long after) {
        return find("name = ?1 and version = ?2 and id > ?3 order by id", name, version, after)
                .range(0, AT_ONCE - 1)
                .project(StoredSignature.class)
                .list();
    }

    /**
     * Ids of one version's, oldest first.
     *
     * @param after exclusive lower bound
     */
    List<Long> ids(String name, String version, long after, int limit) {
        return getEntityManager()
                .createQuery(
                        "select s.id from PackSignatureRow s where s.name = :name and s.version = :version and s.id > :after order by s.id",
                        Long.class)
                .setParameter("name", name)
                .setParameter("version", version)
                .setParameter("after", after)
                .setMaxResults(limit)
                .getResultList();
    }

    StoredSignature read(Long id) {
        return find("id", id).project(StoredSignature.class).singleResult();
    }

    Optional<StoredSignature> ofDigest(String name, String version, String digest) {
        return find("name = ?1 and version = ?2 and digest = ?3", name, version, digest)
                .project(StoredSignature.class)
                .firstResultOptional();
    }

    boolean has(String name, String version, String digest) {
        return count("name = ?1 and version = ?2 and digest = ?3", name, version, digest) > 0;
    }
}
