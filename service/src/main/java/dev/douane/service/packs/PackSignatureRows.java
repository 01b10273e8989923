package dev.douane.service.packs;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

@ApplicationScoped
class PackSignatureRows implements PanacheRepositoryBase<PackSignatureRow, Long> {
    /** The signatures of one version, oldest first. */
    List<PackSignatureRow> of(String name, String version) {
        return find("name = ?1 and version = ?2 order by id", name, version).list();
    }

    boolean has(String name, String version, String envelope) {
        return count("name = ?1 and version = ?2 and envelope = ?3", name, version, envelope) > 0;
    }
}
