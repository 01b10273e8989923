package dev.douane.service.platform.limits;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.ReadTimeoutException;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What one connection is at, and since when. Its figures belong to its event loop. */
public final class ConnectionGuard {
    /** What the peer owes. */
    private enum Owed {
        /** The rest of a head; of a new connection, all of it. */
        HEAD,
        /** The rest of a body. */
        BODY,
        NOTHING
    }

    /** Whoever reads a body has told the sender by then; where nobody does, the connection is just closed. */
    private static final Duration AFTER_THE_READER = Duration.ofSeconds(2);

    /** Chunks' lengths and extensions, beside the longest body. */
    private static final long FRAMING_BYTES = 1 << 20;

    /** What may come behind the answer: it was on its way. */
    private static final long ANSWERED_BYTES = 256 << 10;

    private final Channel connection;
    private final Refusals refusals;
    private final LongSupplier nanoTime;
    private final long headNanos;
    private final long bodyNanos;
    private final long stallNanos;
    private final int mostUnanswered;
    private final long longestBody;

    private Owed owed = Owed.HEAD;
    private long since;
    /** Whether nothing ever came: an answer would be taken for that of a request yet to come. */
    private boolean isSilent = true;

    /** Whether a request was refused in place of all that comes. */
    private boolean isRefused;

    /** Requests that were made of the bytes that are passing. All were sent before any of them was answered, however soon it is. */
    private int readAtOnce;

    private int unanswered;

    /** What had come of the body when the last answer was given. */
    private long beforeAnswer;

    private @Nullable ChannelHandlerContext messages;

    private long unsentBefore;
    private long progressBefore;
    private long takenAt;

    ConnectionGuard(
            Channel connection, LimitsConfig limits, Refusals refusals, LongSupplier nanoTime, long longestBody) {
        this.connection = connection;
        this.refusals = refusals;
        this.nanoTime = nanoTime;
        this.headNanos = limits.headDeadline().toNanos();
        this.bodyNanos = limits.bodyDeadline().plus(AFTER_THE_READER).toNanos();
        this.stallNanos = limits.writeStall().toNanos();
        this.mostUnanswered = limits.requestsPerConnection();
        this.longestBody = longestBody;
        this.since = nanoTime.getAsLong();
    }

    /**
     * Watches heads and bodies from now on.
     *
     * @param name of what makes messages of bytes, in whose place comes another that tells what it holds
     * @param behind the name of what the messages pass next
     */
    public void watch(ChannelPipeline handlers, String name, RequestDecoder decoder, String behind) {
        handlers.replace(name, name, decoder);
        handlers.addBefore(name, "bytesGuard", new Bytes(decoder));
        handlers.addAfter(behind, "messagesGuard", new Messages(decoder));
    }

    private void owes(Owed what) {
        owed = what;
        since = nanoTime.getAsLong();
    }

    private boolean isLate(long now) {
        return switch (owed) {
            case HEAD -> now - since >= headNanos;
            case BODY -> now - since >= bodyNanos;
            case NOTHING -> false;
        };
    }

    /** Call it again and again, from any thread. */
    void endIfLate() {
        connection.eventLoop().execute(this::look);
    }

    private void look() {
        var now = nanoTime.getAsLong();
        if (isStalled(now)) {
            end("write-stall");
        } else if (isLate(now)) {
            endLate();
        }
    }

    private void endLate() {
        var refusing = messages;
        if (owed == Owed.HEAD && refusing != null && !isSilent) {
            refusals.count("head-deadline");
            refuse(
                    refusing,
                    new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/"),
                    ReadTimeoutException.INSTANCE);
            refusing.fireChannelReadComplete(); // or the answer would wait for more to be read
        } else {
            end(owed == Owed.HEAD ? "head-deadline" : "body-deadline");
        }
    }

    /** Has a request answered by its own refusal, in its turn; the connection ends with it. */
    private void refuse(ChannelHandlerContext refusing, HttpRequest refused, Throwable why) {
        owed = Owed.NOTHING;
        isRefused = true;
        unanswered++;
        refused.setDecoderResult(DecoderResult.failure(why));
        refusing.fireChannelRead(refused);
    }

    /** Whether nothing of what waits was taken since long ago. What is added to it meanwhile is no sign of a reader. */
    private boolean isStalled(long now) {
        var buffer = connection.unsafe().outboundBuffer();
        var unsent = buffer == null ? 0 : buffer.totalPendingWriteBytes();
        var progress = buffer == null ? 0 : buffer.currentProgress();
        if (unsent == 0 || unsent < unsentBefore || progress != progressBefore || unsentBefore == 0) {
            takenAt = now;
        }
        unsentBefore = unsent;
        progressBefore = progress;
        return now - takenAt >= stallNanos;
    }

    /** Bytes that wait to be taken by the peer. From any thread. */
    long unsentBytes() {
        var buffer = connection.unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    /** Closes it without waiting for what is unsent, as its handlers would. From any thread. */
    void end(String limit) {
        end(() -> refusals.count(limit));
    }

    /** The same where no limit is passed. */
    void end() {
        end(() -> {});
    }

    private void end(Runnable before) {
        connection.eventLoop().execute(() -> {
            if (connection.isOpen()) {
                before.run();
                connection.unsafe().close(connection.voidPromise());
            }
        });
    }

    /**
     * Ends it where no part of a request stands on it, behind the last answer. Call it again and again, from any thread.
     *
     * @param graceNanos how long somebody who has said nothing yet may take to ask
     */
    void endIfIdle(long graceNanos) {
        connection.eventLoop().execute(() -> {
            if (isIdle(graceNanos)) {
                connection.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
            }
        });
    }

    private boolean isIdle(long graceNanos) {
        return isSilent ? nanoTime.getAsLong() - since >= graceNanos : owed == Owed.NOTHING && unanswered == 0;
    }

    /** Sees bytes behind the last message: the beginning of one. They may have come with the end of another. */
    private final class Bytes extends ChannelInboundHandlerAdapter {
        private final RequestDecoder decoder;

        Bytes(RequestDecoder decoder) {
            this.decoder = decoder;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object bytes) {
            isSilent = false;
            readAtOnce = 0;
            context.fireChannelRead(bytes); // the decoder makes messages while they pass
            if (owed == Owed.NOTHING && decoder.isAmidRequest() && !isRefused) {
                owes(Owed.HEAD);
            }
            if (owed == Owed.BODY && decoder.bodyBytes() > mostOfBody()) {
                end("max-body-size");
            }
        }
    }

    /** Whoever is answered already has no reason to send the rest. */
    private long mostOfBody() {
        return unanswered == 0 ? beforeAnswer + ANSWERED_BYTES : longestBody + FRAMING_BYTES;
    }

    /** Sees what the decoder made of them, and what they are answered. */
    private final class Messages extends ChannelDuplexHandler {
        private final RequestDecoder decoder;

        Messages(RequestDecoder decoder) {
            this.decoder = decoder;
        }

        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            messages = context;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (isRefused) { // whatever stands behind it
                ReferenceCountUtil.release(message);
                return;
            }
            if (message instanceof HttpRequest request) {
                if (unanswered == mostUnanswered || readAtOnce == mostUnanswered) {
                    refuseMore(context, request);
                    return;
                }
                unanswered++;
                readAtOnce++;
                owes(Owed.BODY);
            }
            if (message instanceof LastHttpContent) {
                owed = Owed.NOTHING;
            }
            context.fireChannelRead(message);
        }

        /** Of a few bytes each becomes a thousand, kept until those before it are answered; or, answered at once, it is one of a thousand turns that others wait for. */
        private void refuseMore(ChannelHandlerContext context, HttpRequest request) {
            connection.config().setAutoRead(false);
            refusals.count(Refusals.REQUESTS_PER_CONNECTION);
            refuse(context, request, new TooManyUnansweredException());
        }

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
            if (message instanceof LastHttpContent && !isInterim(message)) {
                unanswered--;
                beforeAnswer = decoder.bodyBytes();
            }
            super.write(context, message, promise);
        }

        private static boolean isInterim(Object message) {
            return message instanceof HttpResponse answer
                    && answer.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        }
    }
}
