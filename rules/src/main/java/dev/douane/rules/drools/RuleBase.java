package dev.douane.rules.drools;

import java.util.ArrayList;
import org.drools.model.Model;
import org.drools.modelcompiler.KieBaseBuilder;
import org.kie.api.KieBase;

/** Makes compiled rules a rule base that sessions can be had from. */
final class RuleBase {
    private RuleBase() {}

    /**
     * Loads the classes, in a class loader of their own, and builds the network of the rules they describe.
     *
     * @throws ReflectiveOperationException if they are not what Drools writes
     * @throws LinkageError if they were compiled against something else
     */
    static KieBase of(RuleClasses compiled) throws ReflectiveOperationException {
        var loader = new RuleClassLoader(compiled.classes());
        var models = new ArrayList<Model>();
        for (var name : compiled.models()) {
            models.add((Model) loader.loadClass(name).getDeclaredConstructor().newInstance());
        }
        return KieBaseBuilder.createKieBaseFromModel(models);
    }
}
