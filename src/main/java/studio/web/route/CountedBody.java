package studio.web.route;

import jakarta.inject.Singleton;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import studio.problem.ProblemCode;
import studio.problem.ProblemException;
import studio.web.Failures;
import studio.web.server.HttpSettings;

/** Stops reading a body that grows past {@code MAX_BODY_SIZE}, and refuses an empty one where one is needed. */
@Provider
@Singleton
class CountedBody implements ReaderInterceptor {
    private final jakarta.inject.Provider<HttpSettings> settings;

    /** Settings are asked for later: Quarkus makes this while it is being built, before there is an environment. */
    CountedBody(jakarta.inject.Provider<HttpSettings> settings) {
        this.settings = settings;
    }

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        context.setInputStream(
                new Counted(context.getInputStream(), settings.get().maxBodyBytes()));
        Object body = context.proceed();
        if (body == null) {
            throw ProblemException.of(ProblemCode.MALFORMED_JSON);
        }
        return body;
    }

    private static final class Counted extends FilterInputStream {
        private final long limit;
        private long count;

        Counted(InputStream body, long limit) {
            super(body);
            this.limit = limit;
        }

        @Override
        public int read() throws IOException {
            int next = super.read();
            if (next >= 0) {
                add(1);
            }
            return next;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int got = super.read(buffer, offset, length);
            if (got > 0) {
                add(got);
            }
            return got;
        }

        private void add(int bytes) {
            count += bytes;
            if (count > limit) {
                throw Failures.tooLarge(limit);
            }
        }
    }
}
