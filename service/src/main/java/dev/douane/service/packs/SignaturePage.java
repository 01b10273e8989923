package dev.douane.service.packs;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Signature documents of one published version, oldest first, without their texts.
 *
 * @param next the cursor of the next page, absent on the last
 */
record SignaturePage(
        List<PackView.SignatureView> signatures, @Nullable String next) {}
