package com.shopping;

import com.shop.Shop.Named;

/** Off every list, but what an application declares. */
public class Impostor implements Named {

    /** Leaves a trace. */
    public void setCommand(String command) {
        Evil.Traces.LEFT.set(true);
    }
}
