package dev.douane.service.platform.limits;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import java.util.List;

/** Makes requests of bytes as Vert.x does, and tells whether it holds a part of one. */
public final class RequestDecoder extends VertxHttpRequestDecoder {
    private boolean isAmidRequest;
    private long bodyBytes;

    RequestDecoder(HttpServerOptions limits) {
        super(limits);
    }

    /** Whether bytes have come that no whole request was made of yet. */
    boolean isAmidRequest() {
        return isAmidRequest;
    }

    /** Bytes taken since the last head, with all that frames the body; zero behind its end. */
    long bodyBytes() {
        return bodyBytes;
    }

    /** Called with bytes that are left, again and again, as long as it takes any. */
    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf left, List<Object> made) throws Exception {
        var before = left.readableBytes();
        super.decode(context, left, made);
        var begins = !made.isEmpty() && made.getFirst() instanceof HttpRequest;
        isAmidRequest = made.isEmpty() || !(made.getLast() instanceof LastHttpContent);
        bodyBytes = begins || !isAmidRequest ? 0 : bodyBytes + before - left.readableBytes();
    }
}
