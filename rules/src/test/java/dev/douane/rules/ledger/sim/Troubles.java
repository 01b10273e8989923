package dev.douane.rules.ledger.sim;

/** What goes wrong from outside while a world is troubled: nodes are killed, clocks step, the database goes away, budgets are amended. */
final class Troubles {
    private final World world;

    Troubles(World world) {
        this.world = world;
    }

    void start() {
        var options = world.options;
        if (options.amendments()) {
            again(3 * World.SECOND, this::amend);
        }
        if (options.kills()) {
            again(6 * World.SECOND, this::kill);
        }
        if (options.clockSteps()) {
            again(8 * World.SECOND, this::stepClock);
        }
        if (options.outages()) {
            again(15 * World.SECOND, this::outage);
        }
    }

    private void again(long about, Runnable what) {
        world.after(world.between(about / 2, about * 2), () -> {
            if (world.isTroubled()) {
                what.run();
                again(about, what);
            }
        });
    }

    private void amend() {
        world.store.accounts.amend(world.wall(0));
    }

    private void kill() {
        var node = world.oneOf(world.nodes());
        if (node.isAlive()) {
            node.kill();
            world.after(world.between(100 * World.MILLI, 3 * World.SECOND), node::revive);
        }
    }

    private void stepClock() {
        world.oneOf(world.nodes()).stepClock(world.between(-3600 * World.SECOND, 3600 * World.SECOND));
    }

    private void outage() {
        world.note("database: away");
        world.store.goAway();
        world.after(world.between(50 * World.MILLI, 4 * World.SECOND), () -> {
            world.note("database: back");
            world.store.isBack();
        });
    }
}
