package dev.douane.rules.decide;

import dev.douane.rules.catalog.CatalogIndex;
import dev.douane.rules.catalog.DeploymentSet;

/** Price classes of one call, cheapest first: a binary heap over plain arrays, since mostly only the first few are taken. */
final class CheapestClasses {
    private final CatalogIndex catalog;
    private final long[] nanos;
    private final int[] classes;
    private int size;

    CheapestClasses(CatalogIndex catalog, Costing costing) {
        this.catalog = catalog;
        this.size = catalog.priceClassCount();
        this.nanos = new long[size];
        this.classes = new int[size];
        for (int i = 0; i < size; i++) {
            nanos[i] = costing.nanosOfClass(i);
            classes[i] = i;
        }
        for (int i = size / 2 - 1; i >= 0; i--) {
            siftDown(i);
        }
    }

    boolean hasNext() {
        return size > 0;
    }

    /** What a deployment of the next class costs. */
    long nextNanos() {
        return nanos[0];
    }

    DeploymentSet next() {
        var members = catalog.priceClass(classes[0]).members();
        size--;
        nanos[0] = nanos[size];
        classes[0] = classes[size];
        siftDown(0);
        return members;
    }

    private void siftDown(int from) {
        int parent = from;
        var movedNanos = nanos[parent];
        var movedClass = classes[parent];
        while (2 * parent + 1 < size) {
            int child = 2 * parent + 1;
            if (child + 1 < size && nanos[child + 1] < nanos[child]) {
                child++;
            }
            if (nanos[child] >= movedNanos) {
                break;
            }
            nanos[parent] = nanos[child];
            classes[parent] = classes[child];
            parent = child;
        }
        nanos[parent] = movedNanos;
        classes[parent] = movedClass;
    }
}
