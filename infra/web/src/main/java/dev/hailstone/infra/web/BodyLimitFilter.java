package dev.hailstone.infra.web;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;
import org.springframework.web.filter.OncePerRequestFilter;

/// Refuses bodies that are large, by their announced length or by counting while they are read, and bodies that are slow.
///
/// A request has a thread for as long as somebody reads its body. What nobody reads is [UnreadBodyValve]'s.
final class BodyLimitFilter extends OncePerRequestFilter {

    private final DataSize limit;
    private final Duration time;
    private final ProblemResponses responses;

    /// @param time for the whole body, from the moment that its request is here
    BodyLimitFilter(DataSize limit, Duration time, ProblemResponses responses) {
        this.limit = limit;
        this.time = time;
        this.responses = responses;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getContentLengthLong() > limit.toBytes()) {
            responses.write(new BodyTooLargeException(limit).problem(), request, response);
        } else if (request.getContentLengthLong() == 0) {
            chain.doFilter(request, response);
        } else {
            chain.doFilter(new LimitedRequest(request), response);
        }
    }

    private final class LimitedRequest extends HttpServletRequestWrapper {

        private final long until = System.nanoTime() + time.toNanos();
        private @Nullable ServletInputStream stream;

        LimitedRequest(HttpServletRequest request) {
            super(request);
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            if (stream == null) {
                stream = new LimitedStream(super.getInputStream(), until);
            }
            return stream;
        }

        @Override
        public BufferedReader getReader() throws IOException {
            String encoding = getCharacterEncoding();
            return new BufferedReader(new InputStreamReader(getInputStream(),
                    encoding == null ? StandardCharsets.UTF_8 : Charset.forName(encoding)));
        }
    }

    private final class LimitedStream extends ServletInputStream {

        private final ServletInputStream source;
        private final long until;
        private long count;

        LimitedStream(ServletInputStream source, long until) {
            this.source = source;
            this.until = until;
        }

        @Override
        public int read() throws IOException {
            requireTime();
            int read = source.read();
            if (read >= 0) {
                add(1);
            }
            return read;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            requireTime();
            int read = source.read(buffer, offset, length);
            if (read > 0) {
                add(read);
            }
            return read;
        }

        private void requireTime() throws BodyTooSlowException {
            if (System.nanoTime() - until >= 0) {
                throw new BodyTooSlowException(time);
            }
        }

        private void add(int read) throws BodyTooLargeException {
            count += read;
            if (count > limit.toBytes()) {
                throw new BodyTooLargeException(limit);
            }
        }

        @Override
        public boolean isFinished() {
            return source.isFinished();
        }

        @Override
        public boolean isReady() {
            return source.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            source.setReadListener(listener);
        }

        @Override
        public int available() throws IOException {
            return source.available();
        }

        @Override
        public void close() throws IOException {
            source.close();
        }
    }
}
