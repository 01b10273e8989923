package dev.douane.service.cli;

import java.util.logging.Handler;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.LogContext;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jboss.logmanager.handlers.ConsoleHandler;

/**
 * What libraries have to say while a command works: warnings and worse, as lines of standard error. Nobody reads the rest, and to put it
 * together costs: without a level the rule engine writes down each step it takes, and fails where it cannot describe one.
 */
final class LibraryLog {
    private LibraryLog() {}

    /** Sets it up. Must come before the first library is used, since what asks for its logger first settles who keeps them. */
    static void warnsOnStandardError() {
        System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
        // the spreadsheet library asks for a log of its own, finds none and says so on every run; with this it warns on
        // standard error, too
        System.setProperty("log4j2.loggerContextFactory", "org.apache.logging.log4j.simple.SimpleLoggerContextFactory");
        var root = LogContext.getLogContext().getLogger("");
        root.setLevel(Level.WARN);
        root.setHandlers(new Handler[] {
            new ConsoleHandler(ConsoleHandler.Target.SYSTEM_ERR, new PatternFormatter("%-5p [%c{2.}] %s%e%n"))
        });
    }
}
