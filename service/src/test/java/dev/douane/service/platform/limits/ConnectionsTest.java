package dev.douane.service.platform.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a connection may owe and for how long, by a clock that is set. */
class ConnectionsTest {
    private static final String WHOLE = "GET /v1/ping HTTP/1.1\r\nHost: douane\r\n\r\n";

    private static final Duration GRACE = Duration.ofMillis(500);

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final List<Boolean> readable = new ArrayList<>();
    private long now;

    private final Connections connections = new Connections(
            limits(Map.of(
                    "douane.limits.connections", "3",
                    "douane.limits.connections-per-address", "2",
                    "douane.limits.requests-per-connection", "3",
                    "douane.limits.head-deadline", "PT10S",
                    "douane.limits.body-deadline", "PT30S")),
            new Refusals(metrics),
            () -> now,
            null,
            8 << 20);

    static LimitsConfig limits(Map<String, String> said) {
        return new SmallRyeConfigBuilder()
                .withMapping(LimitsConfig.class)
                .withSources(new PropertiesConfigSource(said, "said", 100))
                .build()
                .getConfigMapping(LimitsConfig.class);
    }

    /** A connection whose requests are noted, and not answered. */
    private EmbeddedChannel open() {
        return open(connection -> {});
    }

    private EmbeddedChannel open(Consumer<EmbeddedChannel> answering) {
        return watched(new EmbeddedChannel(), answering);
    }

    private EmbeddedChannel openFrom(String address) {
        var remote = new InetSocketAddress(address, 1);
        return watched(
                new EmbeddedChannel() {
                    @Override
                    protected SocketAddress remoteAddress0() {
                        return remote;
                    }
                },
                connection -> {});
    }

    private EmbeddedChannel watched(EmbeddedChannel connection, Consumer<EmbeddedChannel> answering) {
        connection
                .pipeline()
                .addLast("decoder", new HttpRequestDecoder())
                .addLast("encoder", new HttpResponseEncoder())
                .addLast("requests", new ChannelInboundHandlerAdapter() {
                    @Override
                    public void channelRead(ChannelHandlerContext context, Object message) {
                        if (message instanceof HttpRequest request) {
                            readable.add(request.decoderResult().isSuccess());
                            answering.accept(connection);
                        }
                        ReferenceCountUtil.release(message);
                    }
                });
        connections
                .accept(connection)
                .ifPresent(guard -> guard.watch(connection.pipeline(), "decoder", connections.decoder(), "encoder"));
        return connection;
    }

    private static void send(EmbeddedChannel connection, String text) {
        connection.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    }

    private void afterSeconds(EmbeddedChannel connection, int seconds) {
        now += Duration.ofSeconds(seconds).toNanos();
        connections.look();
        connection.runPendingTasks();
    }

    private double refused(String limit) {
        var counter = metrics.find("douane.refused").tag("limit", limit).counter();
        return counter == null ? 0 : counter.count();
    }

    @Test
    void half_a_head_is_told_that_it_is_late() {
        var connection = open();
        send(connection, "GET /v1/ping HTTP/1.1\r\nHost:");
        afterSeconds(connection, 9);
        assertThat(readable).isEmpty();

        afterSeconds(connection, 1);
        assertThat(readable).containsExactly(false); // which is answered 408 and ends the connection
        assertThat(refused("head-deadline")).isOne();
    }

    @Test
    void whoever_says_nothing_is_let_go_without_an_answer() {
        var connection = open();
        afterSeconds(connection, 10);
        assertThat(readable).isEmpty();
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void a_head_byte_by_byte_takes_no_longer_than_one_in_two_parts() {
        var connection = open();
        for (int i = 0; i < 10; i++) {
            send(connection, "x");
            afterSeconds(connection, 1);
        }
        assertThat(readable).containsExactly(false);
    }

    @Test
    void a_connection_that_has_asked_may_stay_and_a_second_head_has_its_own_time() {
        var connection = open();
        send(connection, WHOLE);
        afterSeconds(connection, 600);
        send(connection, "GET /v1/ping HT");
        afterSeconds(connection, 9);
        send(connection, "TP/1.1\r\nHost: douane\r\n\r\n");
        afterSeconds(connection, 600);
        assertThat(readable).containsExactly(true, true);

        send(connection, "GET");
        afterSeconds(connection, 10);
        assertThat(readable).containsExactly(true, true, false);
    }

    /** With no key: ninety connections that each sent so stayed for good. */
    @ParameterizedTest
    @ValueSource(strings = {"G", "GET /v1/ping HTTP/1.1\r\nHost: douane\r\n", "GET /v1/ping HTTP/1.1\r\nHost: dou"})
    void a_head_that_began_with_the_end_of_another_request_has_its_time_too(String half) {
        var connection = open();
        send(connection, WHOLE + half);
        afterSeconds(connection, 9);
        assertThat(readable).containsExactly(true);

        afterSeconds(connection, 1);
        assertThat(readable).containsExactly(true, false);
        assertThat(refused("head-deadline")).isOne();

        afterSeconds(connection, 600);
        send(connection, "x");
        afterSeconds(connection, 600);
        assertThat(readable).as("once").containsExactly(true, false);
    }

    @Test
    void a_head_behind_a_body_has_its_time_too() {
        var connection = open();
        send(connection, "POST /v1/ping HTTP/1.1\r\nHost: douane\r\nContent-Length: 9\r\n\r\n12345");
        send(connection, "6789GET");
        afterSeconds(connection, 10);
        assertThat(readable).containsExactly(true, false);
    }

    @Test
    void a_body_that_nobody_reads_ends_with_its_connection() {
        var connection = open();
        send(connection, "POST /nowhere HTTP/1.1\r\nHost: douane\r\nContent-Length: 9\r\n\r\n1234");
        afterSeconds(connection, 31);
        assertThat(connection.isOpen()).isTrue();

        afterSeconds(connection, 1);
        assertThat(connection.isOpen()).isFalse();
        assertThat(refused("body-deadline")).isOne();
    }

    private static final String CHUNKED =
            "POST /v1/ping HTTP/1.1\r\nHost: douane\r\nTransfer-Encoding: chunked\r\n\r\n";

    private static final String CHUNK = "400\r\n" + "x".repeat(1024) + "\r\n";

    @Test
    void a_body_without_a_length_ends_with_its_connection_past_the_longest_there_is() {
        var connection = open();
        send(connection, CHUNKED);
        for (int i = 0; i < 128; i++) {
            send(connection, CHUNK.repeat(64));
        }
        connection.runPendingTasks();
        assertThat(connection.isOpen()).isTrue();

        for (int i = 0; i < 16; i++) {
            send(connection, CHUNK.repeat(64));
        }
        connection.runPendingTasks();
        assertThat(connection.isOpen()).isFalse();
        assertThat(refused("max-body-size")).isOne();
    }

    @Test
    void of_a_body_whose_request_is_answered_little_more_may_come_and_extensions_count() {
        var connection = open(asking -> answer(asking, HttpResponseStatus.UNAUTHORIZED));
        var extended = ("1;" + "e".repeat(1024) + "\r\nx\r\n").repeat(200);
        for (int i = 0; i < 3; i++) {
            send(connection, CHUNKED + extended + "0\r\n\r\n"); // each has its own
        }
        connection.runPendingTasks();
        assertThat(connection.isOpen()).isTrue();

        send(connection, CHUNKED + extended);
        send(connection, extended);
        connection.runPendingTasks();
        assertThat(connection.isOpen()).isFalse();
    }

    /** A refusal of what is too long is read by whoever had more on its way. */
    @Test
    void what_came_of_a_body_before_its_answer_does_not_count_against_what_comes_behind_it() {
        var connection = open();
        send(connection, CHUNKED);
        send(connection, CHUNK.repeat(300));
        answer(connection, HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE);
        send(connection, CHUNK.repeat(64));
        connection.runPendingTasks();
        assertThat(connection.isOpen()).isTrue();

        send(connection, CHUNK.repeat(192)); // with what frames them, more than 256 KiB behind the answer
        connection.runPendingTasks();
        assertThat(connection.isOpen()).isFalse();
        assertThat(refused("max-body-size")).isOne();
    }

    @Test
    void a_body_behind_an_answered_one_is_counted_anew() {
        var connection = open();
        send(connection, CHUNKED);
        send(connection, CHUNK.repeat(300));
        answer(connection, HttpResponseStatus.OK);
        send(connection, "0\r\n\r\n" + CHUNKED);
        send(connection, CHUNK.repeat(600));
        connection.runPendingTasks();
        assertThat(connection.isOpen()).as("it waits for its answer").isTrue();

        answer(connection, HttpResponseStatus.OK);
        send(connection, CHUNK.repeat(240));
        connection.runPendingTasks();
        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    void requests_behind_those_that_wait_are_refused_once_and_no_more_is_read() {
        var connection = open();
        send(connection, WHOLE.repeat(1_000));

        assertThat(readable).containsExactly(true, true, true, false); // which is answered 429 and ends the connection
        assertThat(refused("requests-per-connection")).isOne();
        assertThat(connection.config().isAutoRead()).isFalse();
    }

    /** As one without a key is: twenty connections that sent fifty thousand each had all the others wait for seconds. */
    @Test
    void requests_that_are_answered_as_they_are_read_were_sent_ahead_all_the_same() {
        var connection = open(asking -> answer(asking, HttpResponseStatus.UNAUTHORIZED));
        send(connection, WHOLE.repeat(3));
        send(connection, WHOLE.repeat(3)); // who has read three answers may send three more
        assertThat(readable).containsExactly(true, true, true, true, true, true);

        send(connection, WHOLE.repeat(1_000));
        assertThat(readable).containsExactly(true, true, true, true, true, true, true, true, true, false);
        assertThat(refused("requests-per-connection")).isOne();
        assertThat(connection.config().isAutoRead()).isFalse();
    }

    @Test
    void an_answer_makes_room_and_one_that_goes_before_it_does_not() {
        var connection = open();
        send(connection, WHOLE.repeat(3));
        answer(connection, HttpResponseStatus.OK);
        send(connection, WHOLE);
        assertThat(readable).containsExactly(true, true, true, true);

        answer(connection, HttpResponseStatus.CONTINUE);
        send(connection, WHOLE);
        assertThat(readable).containsExactly(true, true, true, true, false);
    }

    private static void answer(EmbeddedChannel connection, HttpResponseStatus status) {
        connection.writeOutbound(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status));
    }

    @Test
    void one_address_has_so_many_and_those_that_leave_make_room() {
        var first = open();
        var second = open();
        var third = open();
        assertThat(third.isOpen()).isFalse();
        assertThat(refused("connections-per-address")).isOne();

        assertThat(first.close().isDone()).isTrue();
        assertThat(open().isOpen()).isTrue();
        assertThat(second.isOpen()).isTrue();
    }

    @Test
    void all_addresses_together_have_so_many_and_whoever_is_refused_took_nothing() {
        var first = openFrom("192.0.2.1");
        var second = openFrom("192.0.2.2");
        var third = openFrom("192.0.2.3");
        assertThat(openFrom("192.0.2.4").isOpen()).isFalse();
        assertThat(refused("connections")).isOne();
        assertThat(refused("connections-per-address")).isZero();
        assertThat(List.of(first, second, third)).allMatch(EmbeddedChannel::isOpen);

        assertThat(first.close().isDone()).isTrue();
        assertThat(second.close().isDone()).isTrue();
        assertThat(openFrom("192.0.2.4").isOpen()).isTrue();
        assertThat(openFrom("192.0.2.4").isOpen()).isTrue();
        assertThat(openFrom("192.0.2.4").isOpen()).isFalse();
        assertThat(refused("connections")).isEqualTo(2);
    }

    @Test
    void at_a_stop_a_connection_ends_once_nothing_of_a_request_stands_on_it() {
        var kept = open();
        send(kept, WHOLE);
        answer(kept, HttpResponseStatus.OK);
        var asking = open();
        send(asking, WHOLE);

        assertThat(endIdle(kept, asking)).isTrue();
        assertThat(kept.isOpen()).isFalse();
        assertThat(asking.isOpen()).isTrue();

        answer(asking, HttpResponseStatus.CONTINUE);
        assertThat(endIdle(asking)).isTrue();
        assertThat(asking.isOpen()).isTrue();

        answer(asking, HttpResponseStatus.OK);
        assertThat(endIdle(asking)).isFalse();
        assertThat(asking.isOpen()).isFalse();
    }

    @Test
    void at_a_stop_half_a_request_is_waited_for() {
        var connection = open();
        send(connection, "POST /v1/decisions HTTP/1.1\r\nHost:");
        assertThat(endIdle(connection)).isTrue();
        send(connection, " douane\r\nContent-Length: 2\r\n\r\n{");
        assertThat(endIdle(connection)).isTrue();
        send(connection, "}");
        assertThat(endIdle(connection)).isTrue();

        answer(connection, HttpResponseStatus.OK);
        assertThat(endIdle(connection)).isFalse();
    }

    @Test
    void at_a_stop_a_head_that_is_late_is_answered_before_its_connection_ends() {
        var connection = open();
        send(connection, "GET /v1/ping HTTP/1.1\r\nHost:");
        afterSeconds(connection, 10);
        assertThat(endIdle(connection)).isTrue();

        answer(connection, HttpResponseStatus.REQUEST_TIMEOUT);
        assertThat(endIdle(connection)).isFalse();
    }

    /** Its first request may be on its way. */
    @Test
    void at_a_stop_whoever_has_just_come_has_a_moment_to_ask() {
        var silent = open();
        var slow = open();
        now += GRACE.toNanos() - 1;
        assertThat(endIdle(silent, slow)).isTrue();
        assertThat(silent.isOpen()).isTrue();

        send(slow, WHOLE);
        now++;
        assertThat(endIdle(silent, slow)).isTrue();
        assertThat(silent.isOpen()).isFalse();
        assertThat(slow.isOpen()).isTrue();
    }

    @Test
    void at_a_stop_a_connection_that_is_accepted_and_not_watched_yet_is_waited_for() {
        var coming = new EmbeddedChannel();
        connections.expect(coming);
        assertThat(connections.endIdle(GRACE)).isTrue();
        watched(coming, connection -> {});
        now += GRACE.toNanos();
        assertThat(endIdle(coming)).isFalse();

        var broken = new EmbeddedChannel();
        connections.expect(broken);
        assertThat(broken.close().isDone()).isTrue();
        assertThat(connections.endIdle(GRACE)).isFalse();
    }

    @Test
    void at_the_end_of_a_stop_whatever_is_under_way_is_broken_off() {
        var asking = open();
        send(asking, WHOLE);
        var coming = new EmbeddedChannel();
        connections.expect(coming);

        assertThat(connections.endAll()).isEqualTo(2);
        asking.runPendingTasks();

        assertThat(List.of(asking, coming)).noneMatch(EmbeddedChannel::isOpen);
        assertThat(connections.endIdle(GRACE)).isFalse();
    }

    private boolean endIdle(EmbeddedChannel... here) {
        connections.endIdle(GRACE);
        for (var connection : here) {
            connection.runPendingTasks();
        }
        return connections.endIdle(GRACE);
    }
}
