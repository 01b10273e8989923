package dev.douane.service.platform;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;

/**
 * Gives a refusal that has no body its problem document. Routes that the framework brings end with a status alone (the figures, asked for as a picture), and no
 * other place sees what they answered.
 */
final class BareRefusals extends ChannelOutboundHandlerAdapter {
    private static final String NOTHING = "0";

    @Override
    public void write(ChannelHandlerContext connection, Object message, ChannelPromise promise) throws Exception {
        super.write(
                connection,
                message instanceof FullHttpResponse answer && isBare(answer) ? documented(answer) : message,
                promise);
    }

    /** An answer to HEAD has no body either, and does not say that it is 0 bytes long. */
    private static boolean isBare(FullHttpResponse answer) {
        return answer.status().code() >= HttpResponseStatus.BAD_REQUEST.code()
                && !answer.content().isReadable()
                && !answer.headers().contains(HttpHeaderNames.CONTENT_TYPE)
                && NOTHING.equals(answer.headers().get(HttpHeaderNames.CONTENT_LENGTH));
    }

    private static FullHttpResponse documented(FullHttpResponse bare) {
        var document = Problem.of(Problems.byStatus(bare.status().code())).json();
        var answer = new DefaultFullHttpResponse(
                bare.protocolVersion(),
                HttpResponseStatus.valueOf(bare.status().code()), // not with a reason of the route's own
                Unpooled.wrappedBuffer(document));
        answer.headers()
                .add(bare.headers())
                .set(HttpHeaderNames.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .set(HttpHeaderNames.CONTENT_LENGTH, document.length);
        bare.release();
        return answer;
    }
}
