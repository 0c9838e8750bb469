package dev.leveret.server.loop;

/** Work that was put off to the end of a turn, so that it is done once for all that happened in it. */
@FunctionalInterface
public interface TurnEnd {

    /** Called once for each time that it was registered. It may register again, for the next turn. */
    void turnEnds();
}
