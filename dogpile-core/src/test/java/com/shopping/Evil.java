package com.shopping;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.concurrent.atomic.AtomicBoolean;

/** Off every list; leaves a trace when it is initialised, made or read. */
public class Evil implements Serializable {

    public static final class Traces {
        public static final AtomicBoolean LEFT = new AtomicBoolean();

        private Traces() {}
    }

    private static final long serialVersionUID = 1L;

    static {
        Traces.LEFT.set(true);
    }

    public Evil() {
        Traces.LEFT.set(true);
    }

    public void setCommand(String command) {
        Traces.LEFT.set(true);
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        Traces.LEFT.set(true);
    }
}
