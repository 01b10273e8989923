package dev.douane.rules.drools;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Holds the classes of one rule base, and lets go of them with it. */
final class RuleClassLoader extends ClassLoader {
    private static final String SUFFIX = ".class";

    private final Map<String, byte[]> classes;

    RuleClassLoader(Map<String, byte[]> classes) {
        super("douane-rules", RuleClassLoader.class.getClassLoader());
        this.classes = classes;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        var bytes = classes.get(name);
        if (bytes == null) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, bytes, 0, bytes.length);
    }

    /** Drools reads class files of lambdas to tell which are alike. */
    @Override
    public @Nullable InputStream getResourceAsStream(String path) {
        if (path.endsWith(SUFFIX)) {
            var bytes = classes.get(
                    path.substring(0, path.length() - SUFFIX.length()).replace('/', '.'));
            if (bytes != null) {
                return new ByteArrayInputStream(bytes);
            }
        }
        return super.getResourceAsStream(path);
    }
}
