package io.dogpile.samples.shop;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the requests that are being handled. */
class Arrivals implements Filter {

    private final AtomicInteger present = new AtomicInteger();

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        present.incrementAndGet();
        try {
            chain.doFilter(request, response);
        } finally {
            present.decrementAndGet();
        }
    }

    int present() {
        return present.get();
    }
}
