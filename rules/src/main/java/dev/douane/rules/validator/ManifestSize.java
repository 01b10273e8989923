package dev.douane.rules.validator;

import dev.douane.rules.limits.Size;
import dev.douane.rules.pack.Pack;
import java.util.List;

/** How long the texts of a new pack's manifest may be: lists show them beside each other. Packs that were published before may have longer ones. */
final class ManifestSize {
    private final ManifestPlaces places;
    private final Refusals refusals;

    private ManifestSize(ManifestPlaces places, Refusals refusals) {
        this.places = places;
        this.refusals = refusals;
    }

    static void refuseTooLong(Pack pack, Refusals refusals) {
        new ManifestSize(ManifestPlaces.of(pack, ""), refusals).check(pack);
    }

    private void check(Pack pack) {
        var manifest = pack.manifest();
        text("/title", "title", manifest.title(), Size.TITLE);
        text("/description", "description", manifest.description(), Size.DESCRIPTION);
        owners(manifest.owners());
        manifest.parameters()
                .forEach((name, parameter) -> text(
                        "/parameters/%s/description".formatted(name),
                        "parameter (%s): description".formatted(name),
                        parameter.description(),
                        Size.DESCRIPTION));
    }

    private void owners(List<String> owners) {
        if (owners.size() > Size.OWNERS.most()) {
            refuse("/owners", "owners (%d) must be at most %d".formatted(owners.size(), Size.OWNERS.most()));
            return;
        }
        for (int i = 0; i < owners.size(); i++) {
            text("/owners/" + i, "owner", owners.get(i), Size.TITLE);
        }
    }

    private void text(String pointer, String what, String text, Size size) {
        if (text.length() > size.most()) {
            refuse(
                    pointer,
                    "%s (%d characters) must have at most %d characters".formatted(what, text.length(), size.most()));
        }
    }

    private void refuse(String pointer, String message) {
        refusals.add(places.at(pointer), Refusal.LIMIT, message);
    }
}
