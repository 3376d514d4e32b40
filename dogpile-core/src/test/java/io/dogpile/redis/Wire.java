package io.dogpile.redis;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.EnumSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The network between a client and a server: a proxy that can hold back what goes in one direction, or in both. As with
 * TCP nothing is lost: what was held back arrives late, even if the sender has hung up meanwhile.
 */
final class Wire implements AutoCloseable {

    enum Direction {
        TO_SERVER,
        TO_CLIENT
    }

    private final ServerSocket listener;
    private final int serverPort;
    private final Queue<Closeable> open = new ConcurrentLinkedQueue<>();
    private final Set<Direction> held = EnumSet.noneOf(Direction.class);

    Wire(int serverPort) {
        this.serverPort = serverPort;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        open.add(listener);
        run("wire-accept", this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    synchronized void hold(Set<Direction> directions) {
        held.addAll(directions);
    }

    synchronized void resume() {
        held.clear();
        notifyAll();
    }

    private synchronized void awaitPassage(Direction direction) {
        while (held.contains(direction)) {
            try {
                wait();
            } catch (InterruptedException interruption) {
                throw new AssertionError("nobody interrupts a wire", interruption);
            }
        }
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = listener.accept();
            Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
            open.add(client);
            open.add(server);
            run("wire-to-server", () -> pump(client, server, Direction.TO_SERVER));
            run("wire-to-client", () -> pump(server, client, Direction.TO_CLIENT));
        }
    }

    private void pump(Socket from, Socket to, Direction direction) throws IOException {
        byte[] buffer = new byte[8_192];
        try (to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                awaitPassage(direction);
                out.write(buffer, 0, count);
                out.flush();
            }
        }
    }

    private interface Work {

        void run() throws IOException;
    }

    private static void run(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException hungUp) {
                        // one of the two has closed its end
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        resume();
        open.forEach(end -> {
            try {
                end.close();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        });
    }
}
