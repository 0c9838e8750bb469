package dev.leveret.server.pattern;

import dev.leveret.server.pattern.Look.Next;

/**
 * The body so many times.
 *
 * @param max {@link Integer#MAX_VALUE}: any number of times
 * @param isLazy whether fewer times are tried before more
 */
record Repeat(Node body, int min, int max, boolean isLazy) implements Node {

    @Override
    public boolean match(Look look, int at, Next next) {
        return body instanceof OneOf one ? bytes(one, look, at, next) : again(0, -1, look, at, next);
    }

    /** Without a call within a call for each byte. */
    private boolean bytes(OneOf one, Look look, int at, Next next) {
        int count = 0;
        if (isLazy) {
            while (true) {
                look.step(1);
                if (count >= min && next.at(at + count)) {
                    return true;
                }
                if (count == max || !one.isAt(look, at + count)) {
                    return false;
                }
                count++;
            }
        }
        while (count < max && one.isAt(look, at + count)) {
            look.step(1);
            count++;
        }
        for (; count >= min; count--) {
            look.step(1);
            if (next.at(at + count)) {
                return true;
            }
        }
        return false;
    }

    /** @param before where the time before has begun: what takes nothing is not done more often than it has to */
    private boolean again(int done, int before, Look look, int at, Next next) {
        look.step(1);
        boolean isEnough = done >= min;
        if (isLazy && isEnough && next.at(at)) {
            return true;
        }
        if (done < max && !(isEnough && at == before)
                && body.match(look, at, end -> again(done + 1, at, look, end, next))) {
            return true;
        }
        return !isLazy && isEnough && next.at(at);
    }

    @Override
    public int width() {
        int one = body.width();
        long all = (long) one * min;
        return one == VARIES || min != max || all > Integer.MAX_VALUE ? VARIES : (int) all;
    }
}
