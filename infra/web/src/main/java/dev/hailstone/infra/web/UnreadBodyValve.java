package dev.hailstone.infra.web;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.servlet.ServletException;

import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.jspecify.annotations.Nullable;

/// Reads what is left of a body that the application has not read, after the answer, for so long and no longer.
///
/// A client that is still sending would lose the answer, were the connection closed at once. Tomcat itself would read for
/// as long as the client likes to send.
final class UnreadBodyValve extends ValveBase {

    private final Duration time;

    /// @param time for the whole body, from the moment that its request is here
    UnreadBodyValve(Duration time) {
        super(true);
        this.time = time;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        long until = System.nanoTime() + time.toNanos();
        getNext().invoke(request, response);
        if (!request.isAsync() && isLeft(request.getCoyoteRequest())) {
            response.finishResponse();
            skip(request.getCoyoteRequest(), response, until);
        }
    }

    /// Who waits for being told to go on sends nothing more, and Tomcat closes the connection by itself.
    private static boolean isLeft(org.apache.coyote.Request request) {
        AtomicBoolean read = new AtomicBoolean();
        request.action(ActionCode.REQUEST_BODY_FULLY_READ, read);
        return !read.get() && !request.hasExpectation();
    }

    private static void skip(org.apache.coyote.Request request, Response response, long until) {
        Nowhere nowhere = new Nowhere();
        try {
            while (System.nanoTime() - until < 0) {
                if (request.doRead(nowhere) < 0) {
                    return;
                }
            }
        } catch (IOException _) {
            // The client has gone, or sends nothing any more.
        }
        response.getCoyoteResponse().action(ActionCode.CLOSE_NOW, null);
    }

    private static final class Nowhere implements ApplicationBufferHandler {

        private @Nullable ByteBuffer buffer;

        @Override
        public void setByteBuffer(@Nullable ByteBuffer buffer) {
            this.buffer = buffer;
        }

        @Override
        public @Nullable ByteBuffer getByteBuffer() {
            return buffer;
        }

        @Override
        public void expand(int size) {
            // Only Tomcat's own buffer comes here.
        }
    }
}
