package dev.leveret.store;

import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;

/** What works with a store whose power may fail. */
interface PowerLoad {

    /**
     * Goes on with this store, in which this was found.
     *
     * @param powerIsOff whether it is in vain to wait for answers; the store learns of it a little later
     */
    void on(BrokerStore opened, StoreContents contents, BooleanSupplier powerIsOff);

    /** Some operations, handed over. The result is given when all of them are durable or have failed. */
    CountDownLatch step();
}
