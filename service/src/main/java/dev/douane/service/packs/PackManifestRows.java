package dev.douane.service.packs;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;

@ApplicationScoped
class PackManifestRows implements PanacheRepositoryBase<PackManifestRow, Long> {
    /** Keeps a manifest, unless another node was first. */
    void keep(long packVersion, String document) {
        getEntityManager()
                .createNativeQuery(
                        "insert into pack_manifest (pack_version, document) values (?1, ?2) on conflict do nothing")
                .setParameter(1, packVersion)
                .setParameter(2, document)
                .executeUpdate();
    }
}
