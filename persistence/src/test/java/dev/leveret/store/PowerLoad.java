package dev.leveret.store;

import java.util.concurrent.CountDownLatch;

/** What works with a store whose power may fail. */
interface PowerLoad {

    /** Goes on with this store, in which this was found. */
    void on(BrokerStore opened, StoreContents contents);

    /** Some operations, handed over. The result is given when all of them are durable or have failed. */
    CountDownLatch step();
}
