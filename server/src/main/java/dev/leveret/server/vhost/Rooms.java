package dev.leveret.server.vhost;

/** What there may be of queues and of exchanges in all virtual hosts together. */
record Rooms(Room queues, Room exchanges) {

    /** No limits. */
    static final Rooms ENDLESS = new Rooms(new Room(Integer.MAX_VALUE, () -> 0), new Room(Integer.MAX_VALUE, () -> 0));
}
