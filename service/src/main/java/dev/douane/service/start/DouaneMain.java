package dev.douane.service.start;

import dev.douane.service.embedded.EmbeddedDatabase;
import dev.douane.service.platform.DataDirectory;
import dev.douane.service.platform.DurationOrNone;
import dev.douane.service.platform.FirstLook;
import dev.douane.service.platform.OneLine;
import dev.douane.service.platform.StartFailure;
import dev.douane.service.platform.UnreadableRequests;
import dev.douane.service.platform.Verbatim;
import dev.douane.service.platform.YesOrNo;
import io.quarkus.bootstrap.logging.InitialConfigurator;
import io.quarkus.runtime.Application;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TimeZone;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Handler;
import java.util.logging.Level;
import org.jboss.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jboss.logmanager.handlers.ConsoleHandler;
import org.jspecify.annotations.Nullable;

/**
 * Starts the service: claims the data directory, sees to a database, then runs Quarkus against it.
 *
 * <p>The database stops after Quarkus has drained, in whatever way the process is asked to end.
 */
@QuarkusMain
public class DouaneMain implements QuarkusApplication {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(5);

    /** Files of the operator, at which a first start looks before the framework is there. */
    private static final List<String> PATHS = List.of("douane.catalog.file", "douane.packs.dir", "douane.packs.trust");

    private static final Logger LOG = Logger.getLogger(DouaneMain.class);

    private final Welcome welcome;

    @Inject
    DouaneMain(Welcome welcome) {
        this.welcome = welcome;
    }

    /**
     * Entry point of the packaged server. What a machine reads looks the same in every country, so none is assumed, and no zone: the database is told
     * it, and does not know all that machines do.
     */
    public static void main(String... arguments) {
        Locale.setDefault(Locale.ROOT);
        TimeZone.setDefault(TimeZone.getTimeZone(ZoneOffset.UTC));
        letTheLogSpeak();
        Thread.setDefaultUncaughtExceptionHandler(DouaneMain::log);
        UnreadableRequests.beAnswered();
        try {
            refuse(arguments);
            prepare();
            Quarkus.run(DouaneMain.class, DouaneMain::end, arguments);
        } catch (RuntimeException | ExceptionInInitializerError e) {
            end(1, e);
        }
    }

    private static void refuse(String... arguments) {
        if (arguments.length > 0) {
            throw new StartFailure(
                    "The server takes no arguments, so not (%s).\nMaybe set it in the environment: docs/operators/README.md lists the settings."
                            .formatted(String.join(" ", arguments)));
        }
    }

    /**
     * One line says why a start failed. What nobody could have mended is a defect and has its stack in the log; what fails in a process that is told to
     * end, fails for that.
     */
    private static void end(int code, @Nullable Throwable failure) {
        if (failure != null && isEnding()) {
            say("stopped before the start was through");
        } else if (failure != null) {
            var failed = FailedStart.of(failure);
            if (!failed.understood()) {
                LOG.error("the start failed unexpectedly", failure);
            }
            System.err.println("douane: " + OneLine.escaped(failed.line()));
        }
        System.exit(code);
    }

    /** Whether the process has been told to end: then it takes no more to do at its end. */
    static boolean isEnding() {
        var nothing = new Thread();
        try {
            Runtime.getRuntime().addShutdownHook(nothing);
            return !Runtime.getRuntime().removeShutdownHook(nothing);
        } catch (IllegalStateException ending) {
            return true;
        }
    }

    /** Until the framework sets the log up, warnings go where all of it goes; what a start that fails earlier had to say would come out on standard error. */
    private static void letTheLogSpeak() {
        var console = new ConsoleHandler(
                ConsoleHandler.Target.SYSTEM_OUT,
                new PatternFormatter("%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5p [%c{2.}] %s%e%n"));
        console.setLevel(Level.WARNING);
        console.setFilter(new OneLine());
        InitialConfigurator.DELAYED_HANDLER.setHandlers(new Handler[] {console});
    }

    /** Standard error is for the one line that says why a start failed. */
    private static void log(Thread thread, Throwable failure) {
        LOG.errorf(failure, "the thread %s ended unexpectedly", thread.getName());
    }

    @Override
    public int run(String... arguments) {
        welcome.begin();
        Quarkus.waitForExit();
        return 0;
    }

    /** Claims the data directory and sees to a database that is told to the framework, until the process ends. */
    static void prepare() {
        SettingsFiles.refuse(Path.of(""));
        var directory = DataDirectory.claim(
                Path.of(setting("douane.data-dir", "DOUANE_DATA_DIR").orElse("data")));
        Verbatim.set("douane.data-dir", directory.path().toString());
        PATHS.forEach(DouaneMain::tellVerbatim);
        if (!trusts()) {
            directory.checkOthers().forEach(DouaneMain::say);
        }
        var external = setting("douane.db-url", "DOUANE_DB_URL");
        if (external.isPresent()) {
            useExternal(external.get());
            stopAfterQuarkus(directory, null);
            return;
        }
        if (!EmbeddedDatabase.isMade(directory)) {
            ServiceLoader.load(FirstLook.class)
                    .forEach(look -> look.at(property -> setting(property, Setting.variable(property))));
        }
        var opening = new FutureTask<>(() -> {
            var database = EmbeddedDatabase.open(directory, directory.resolve("postgres-binaries"), DouaneMain::say);
            try {
                database.shutSuperuserOut();
            } catch (RuntimeException e) {
                database.close();
                throw e;
            }
            return database;
        });
        Thread.ofPlatform().name("douane-database-start").start(opening);
        stopAfterQuarkus(directory, opening);
        loadApplication();
        var database = opened(opening);
        Thread.ofPlatform().daemon().name("douane-database").start(() -> keepAlive(database));
        System.setProperty("douane.embedded-database", "true");
        database.server().becomeDatasource();
        database.owner().becomeOwner();
    }

    /**
     * All that the framework has worked out while the server was built. It takes as long as the database, and does not need it: where that is, is asked
     * afterwards.
     */
    private static void loadApplication() {
        try {
            Class.forName(
                    Application.APP_CLASS_NAME, true, Thread.currentThread().getContextClassLoader());
        } catch (ClassNotFoundException notBuilt) {
            LOG.debug("started from a development environment, which builds it first");
        }
    }

    private static EmbeddedDatabase opened(Future<EmbeddedDatabase> opening) {
        try {
            return opening.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException why ? why : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailure("The start was interrupted while the database was started.", e);
        }
    }

    private static void useExternal(String url) {
        var owner = setting("douane.db-owner-user", "DOUANE_DB_OWNER_USER");
        var ownerUrl = setting("douane.db-owner-url", "DOUANE_DB_OWNER_URL");
        var ownerPassword = setting("douane.db-owner-password", "DOUANE_DB_OWNER_PASSWORD");
        if (owner.isEmpty() && (ownerUrl.isPresent() || ownerPassword.isPresent())) {
            throw new StartFailure(
                    "DOUANE_DB_OWNER_URL or DOUANE_DB_OWNER_PASSWORD is set without DOUANE_DB_OWNER_USER, who owns the database's tables.");
        }
        var patience = patience();
        ExternalDatabase.await(
                        url,
                        setting("douane.db-user", "DOUANE_DB_USER"),
                        setting("douane.db-password", "DOUANE_DB_PASSWORD"),
                        owner.isPresent() ? ExternalDatabase.Login.SERVER : ExternalDatabase.Login.BOTH,
                        patience,
                        DouaneMain::say)
                .becomeDatasource();
        if (owner.isPresent()) {
            ExternalDatabase.await(
                            ownerUrl.orElse(url),
                            owner,
                            ownerPassword,
                            ExternalDatabase.Login.OWNER,
                            patience,
                            DouaneMain::say)
                    .becomeOwner();
        }
    }

    /** Whether somebody has said that everybody who can get at the data directory may. */
    private static boolean trusts() {
        var said = setting("douane.data-dir-trust", "DOUANE_DATA_DIR_TRUST").orElse("false");
        try {
            return Objects.requireNonNull(new YesOrNo().convert(said));
        } catch (IllegalArgumentException e) {
            throw new StartFailure("DOUANE_DATA_DIR_TRUST (%s) %s.".formatted(said, e.getMessage()), e);
        }
    }

    /** Databases often start beside the server, and later. */
    private static Duration patience() {
        var said = setting("douane.db-wait", "DOUANE_DB_WAIT").orElse("PT30S");
        try {
            return Objects.requireNonNull(new DurationOrNone().convert(said));
        } catch (IllegalArgumentException e) {
            throw new StartFailure("DOUANE_DB_WAIT (%s) %s.".formatted(said, e.getMessage()), e);
        }
    }

    /** Nobody else looks after it: it has no service manager of its own. */
    private static void keepAlive(EmbeddedDatabase database) {
        var pause = LOOK_EVERY;
        while (true) {
            LockSupport.parkNanos(pause.toNanos());
            try {
                database.revive();
                pause = LOOK_EVERY;
            } catch (StartFailure e) {
                say(e.getMessage() + "\nTried again in %d seconds.".formatted(AFTER_A_FAILURE.toSeconds()));
                pause = AFTER_A_FAILURE;
            }
        }
    }

    /** @param opening the embedded database; whoever stops a start that is under way waits until it can be stopped */
    private static void stopAfterQuarkus(DataDirectory directory, @Nullable Future<EmbeddedDatabase> opening) {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            var quarkus = Application.currentApplication();
                            if (quarkus != null) {
                                quarkus.awaitShutdown();
                            }
                            if (opening != null) {
                                stop(opening);
                            }
                            directory.close();
                        },
                        "douane-stop"));
    }

    private static void stop(Future<EmbeddedDatabase> opening) {
        try {
            opening.get().close();
        } catch (ExecutionException neverOpen) {
            LOG.debugf("there is no database to stop: %s", neverOpen.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A file is looked at and used under one name. Where the framework reads the same one, messages go on naming the setting as it was set. */
    private static void tellVerbatim(String property) {
        setting(property, Setting.variable(property))
                .filter(path -> path.contains("$"))
                .ifPresent(path -> Verbatim.set(property, path));
    }

    private static Optional<String> setting(String property, String variable) {
        return Optional.ofNullable(System.getProperty(property))
                .or(() -> Optional.ofNullable(System.getenv(variable)))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    private static void say(String what) {
        System.out.println("douane: " + OneLine.indented(what));
    }
}
