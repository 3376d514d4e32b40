package io.dogpile.spring.cache;

import io.dogpile.spring.cache.ProtectedCalls.NothingFound;
import io.dogpile.spring.cache.ProtectedCalls.Pass;
import java.util.concurrent.Callable;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.util.ObjectUtils;

/** The rest of a call that found nothing, as the creator of the missing value. */
final class Load implements Callable<@Nullable Object> {

    private final ProtectedCalls calls;
    private final MethodInvocation invocation;
    private final Pass pass;
    private final NothingFound missing;

    private @Nullable Thread thread;
    private @Nullable Object result;
    private boolean put;
    private @Nullable Object value;

    /** Clones now: an invocation proceeds once, and its caller may do so while another thread runs this. */
    Load(ProtectedCalls calls, MethodInvocation invocation, Pass pass, NothingFound missing) {
        this.calls = calls;
        this.invocation = invocation instanceof ProxyMethodInvocation proxied ? proxied.invocableClone() : invocation;
        this.pass = pass;
        this.missing = missing;
    }

    @Override
    public @Nullable Object call() throws Exception {
        try {
            result = calls.load(invocation, pass.loading(missing.region, missing.key, this));
        } catch (Exception | Error failure) {
            throw failure;
        } catch (Throwable exotic) {
            throw new IllegalStateException("the method threw what is neither an exception nor an error", exotic);
        }
        thread = Thread.currentThread();
        return put ? value : ObjectUtils.unwrapOptional(result);
    }

    /** What the cache is to hold; not called if the method threw, or {@code unless} vetoed. */
    void store(@Nullable Object toStore) {
        put = true;
        value = toStore;
    }

    boolean isToBeStored() {
        return put;
    }

    /** Whether this thread made the call; if another did, its result is the value of the cache only. */
    boolean isDoneHere() {
        return thread == Thread.currentThread();
    }

    @Nullable
    Object result() {
        return result;
    }
}
