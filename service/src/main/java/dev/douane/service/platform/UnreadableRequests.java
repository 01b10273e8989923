package dev.douane.service.platform;

import dev.douane.service.platform.limits.ConnectionGuard;
import dev.douane.service.platform.limits.Connections;
import dev.douane.service.platform.limits.TooManyUnansweredException;
import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.channel.ServerChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.timeout.ReadTimeoutException;
import io.netty.util.ReferenceCountUtil;
import io.quarkus.arc.Arc;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What cannot be read as an HTTP request (a line or headers over the limit, a control character in a header, noise) becomes a request for
 * its own refusal, in its turn on the connection, and is answered with a problem document like any other. Without this Vert.x answers it
 * itself, with an empty body, before there is anything a route could see, and Quarkus has no place to tell it otherwise.
 *
 * <p>Netty finds it as a service where the property {@value #SWITCH} says {@value #ON}. It stands behind the decoder of HTTP/1.1, plain or
 * encrypted; nothing else is spoken ({@link OnlyHttp1}).
 */
public final class UnreadableRequests extends ChannelInitializerExtension {
    static final String SWITCH = "io.netty.bootstrap.extensions";
    static final String ON = "serviceload";

    private static final String ANY_HOST = "localhost";
    private static final String PLACE = "/unreadable-request/";

    /** Of a request for its own refusal: what it was before, where that could be read. */
    private static final String INSTEAD_OF = "instead-of";
    /** As Vert.x calls them. */
    private static final String DECODER = "httpDecoder";

    private static final String ENCODER = "httpEncoder";

    /** Has Netty look for it; before the first server is made. */
    public static void beAnswered() {
        System.setProperty(SWITCH, ON);
    }

    /** The status that a request for its own refusal is answered with; empty for any other. */
    static OptionalInt status(String path) {
        return switch (path) {
            case PLACE + 400 -> OptionalInt.of(400);
            case PLACE + 408 -> OptionalInt.of(408);
            case PLACE + 414 -> OptionalInt.of(414);
            case PLACE + 429 -> OptionalInt.of(429);
            case PLACE + 431 -> OptionalInt.of(431);
            default -> OptionalInt.empty();
        };
    }

    /**
     * What a request was that could be read and was refused all the same. Whoever sends one for its own refusal can say what it likes.
     *
     * @param method as it was sent; OTHER for one that HTTP does not know
     * @param path without a query
     */
    public record Asked(String method, String path) {
        private String line() {
            return method + " " + path;
        }
    }

    /** What was asked before it became a request for its own refusal; empty for any other, and for what could not be read. */
    public static Optional<Asked> asked(HttpServerRequest request) {
        return Optional.ofNullable(request.getHeader(INSTEAD_OF))
                .filter(line -> status(request.uri()).isPresent())
                .map(line -> line.split(" ", 2))
                .filter(parts -> parts.length == 2)
                .map(parts -> new Asked(parts[0], parts[1]));
    }

    @Override
    public void postInitializeServerListenerChannel(ServerChannel listener) {
        connections().listen(listener);
    }

    @Override
    public void postInitializeServerChildChannel(Channel connection) {
        var connections = connections();
        connections.expect(connection);
        connection.pipeline().addLast(new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                connections.accept(channel).ifPresent(guard -> {
                    var handlers = channel.pipeline();
                    if (handlers.get(DECODER) == null) {
                        handlers.addLast(new FirstBytes(guard));
                    } else {
                        stand(handlers, guard);
                    }
                });
            }
        });
    }

    private static Connections connections() {
        return Arc.container().select(Connections.class).get();
    }

    private static void stand(ChannelPipeline handlers, ConnectionGuard guard) {
        handlers.addAfter(ENCODER, "unreadableRequests", new Refusal());
        guard.watch(handlers, DECODER, connections().decoder(), ENCODER);
    }

    /** An encrypted connection has a decoder once both sides have agreed on how, which is before its first bytes pass. */
    private static final class FirstBytes extends ChannelInboundHandlerAdapter {
        private final ConnectionGuard guard;

        FirstBytes(ConnectionGuard guard) {
            this.guard = guard;
        }

        @Override
        public void channelRead(ChannelHandlerContext connection, Object bytes) {
            stand(connection.pipeline(), guard);
            connection.fireChannelRead(bytes);
            connection.pipeline().remove(this);
        }
    }

    /** Netty's methods stand here, for a start that fails has no need of Netty, which has Java warn on standard error. */
    static final class Refusal extends ChannelDuplexHandler {
        private static final Set<HttpMethod> KNOWN = Set.of(
                HttpMethod.CONNECT,
                HttpMethod.DELETE,
                HttpMethod.GET,
                HttpMethod.HEAD,
                HttpMethod.OPTIONS,
                HttpMethod.PATCH,
                HttpMethod.POST,
                HttpMethod.PUT,
                HttpMethod.TRACE);
        /** In place of any other, which no route takes: metrics keep a row for each method, for good. */
        private static final HttpMethod OTHER = HttpMethod.valueOf("OTHER");

        private boolean isRefused;
        /** Whether the last request's answer has begun. */
        private boolean isAnswered;

        @Override
        public void channelRead(ChannelHandlerContext connection, Object message) {
            if (isRefused) { // its body, and whatever comes behind it
                ReferenceCountUtil.release(message);
                return;
            }
            if (message instanceof HttpRequest request) {
                if (!KNOWN.contains(request.method())) {
                    request.setMethod(OTHER);
                }
                if (request.decoderResult().isFailure()) {
                    var why = request.decoderResult().cause();
                    refuse(connection, why instanceof TooManyUnansweredException ? ofItself(request) : of(status(why)));
                    return;
                }
                if (!isHttp1(request.protocolVersion()) || !isUri(request.uri()) || !saysHost(request)) {
                    refuse(connection, of(400));
                    return;
                }
                isAnswered = false;
            } else if (message instanceof HttpContent body
                    && body.decoderResult().isFailure()) {
                body.release();
                endAmidBody(connection);
                return;
            }
            connection.fireChannelRead(message);
        }

        @Override
        public void write(ChannelHandlerContext connection, Object message, ChannelPromise promise) throws Exception {
            isAnswered |= message instanceof HttpResponse;
            super.write(connection, message, promise);
        }

        /** Whoever was to answer waits for a body that does not come, so it is told from here. */
        private void endAmidBody(ChannelHandlerContext connection) {
            isRefused = true;
            if (isAnswered) {
                connection.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
                return;
            }
            var document = Problem.of(
                            new ProblemException(ProblemType.INVALID_REQUEST, "The body's chunks cannot be read."))
                    .json();
            var answer = new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1, HttpResponseStatus.BAD_REQUEST, Unpooled.wrappedBuffer(document));
            answer.headers()
                    .set(HttpHeaderNames.CONTENT_TYPE, Problem.MEDIA_TYPE)
                    .set(HttpHeaderNames.CONTENT_LENGTH, document.length)
                    .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            connection.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
        }

        private static boolean isHttp1(HttpVersion version) {
            return version.equals(HttpVersion.HTTP_1_1) || version.equals(HttpVersion.HTTP_1_0);
        }

        /** As RFC 9112 asks. HTTP/1.0 may leave it out, and without one there would be no route. */
        private static boolean saysHost(HttpRequest request) {
            var hosts = request.headers().getAll(HttpHeaderNames.HOST);
            if (hosts.isEmpty() && request.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
                request.headers().set(HttpHeaderNames.HOST, ANY_HOST);
                return true;
            }
            return hosts.size() == 1 && !hosts.getFirst().isBlank();
        }

        /** As Quarkus asks before any route, to answer with an empty body. */
        private static boolean isUri(String uri) {
            try {
                new URI(uri);
                return true;
            } catch (URISyntaxException unreadable) {
                return false;
            }
        }

        private void refuse(ChannelHandlerContext connection, HttpRequest refused) {
            isRefused = true;
            connection.fireChannelRead(refused);
            connection.fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
        }

        private static HttpRequest of(int status) {
            var refused = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, PLACE + status);
            refused.headers()
                    .set(HttpHeaderNames.HOST, ANY_HOST)
                    .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            return refused;
        }

        /** Of one that can be read, but came behind too many: whoever lists what was refused wants to know whose it was, and what for. */
        private static HttpRequest ofItself(HttpRequest request) {
            var refused = of(429);
            var keys = request.headers().getAll(HttpHeaderNames.AUTHORIZATION);
            if (keys.size() == 1) {
                refused.headers().set(HttpHeaderNames.AUTHORIZATION, keys.getFirst());
            }
            if (isUri(request.uri())) {
                var path = request.uri().split("\\?", 2)[0];
                refused.headers().set(INSTEAD_OF, new Asked(request.method().name(), path).line());
            }
            return refused;
        }

        private static int status(Throwable unreadable) {
            return switch (unreadable) {
                case ReadTimeoutException late -> 408;
                case TooLongHttpLineException line -> 414;
                case TooLongHttpHeaderException headers -> 431;
                default -> 400;
            };
        }
    }
}
