package dev.leveret.server.pattern;

import dev.leveret.server.pattern.Look.Next;
import java.util.BitSet;
import java.util.List;

/**
 * A part of a regular expression. It is tried at a position and hands each place where it may end to what follows, until that is
 * content. Immutable.
 */
sealed interface Node permits Node.OneOf, Node.Sequence, Node.Choice, Node.Group, Node.BackReference, Node.Atomic,
        Node.LookAround, Repeat, Edge {

    /** Of what can be longer or shorter. */
    int VARIES = -1;

    /** Whether it is there, and what follows behind it. */
    boolean match(Look look, int at, Next next);

    /** How many bytes it takes, or {@link #VARIES}. */
    int width();

    /** A byte of these. */
    record OneOf(BitSet bytes) implements Node {

        @Override
        public boolean match(Look look, int at, Next next) {
            return isAt(look, at) && next.at(at + 1);
        }

        boolean isAt(Look look, int at) {
            return at < look.length() && bytes.get(look.byteAt(at));
        }

        @Override
        public int width() {
            return 1;
        }
    }

    /** One behind the other; none: nothing, which is everywhere. */
    record Sequence(List<Node> parts) implements Node {

        @Override
        public boolean match(Look look, int at, Next next) {
            return from(0, look, at, next);
        }

        private boolean from(int index, Look look, int at, Next next) {
            if (index == parts.size()) {
                return next.at(at);
            }
            look.step(1);
            return parts.get(index).match(look, at, end -> from(index + 1, look, end, next));
        }

        @Override
        public int width() {
            long sum = 0;
            for (Node part : parts) {
                int width = part.width(); // once: parts within parts would be asked again and again
                if (width == VARIES) {
                    return VARIES;
                }
                sum += width;
            }
            return sum > Integer.MAX_VALUE ? VARIES : (int) sum;
        }
    }

    /** One of these, the first ones first. */
    record Choice(List<Node> branches) implements Node {

        @Override
        public boolean match(Look look, int at, Next next) {
            for (Node branch : branches) {
                look.step(1);
                if (branch.match(look, at, next)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public int width() {
            int[] widths = branches.stream().mapToInt(Node::width).distinct().toArray();
            return widths.length == 1 ? widths[0] : VARIES;
        }
    }

    /** Parentheses that remember what was found. */
    record Group(int number, Node body) implements Node {

        @Override
        public boolean match(Look look, int at, Next next) {
            return body.match(look, at, end -> {
                int startBefore = look.start(number);
                int endBefore = look.end(number);
                look.set(number, at, end);
                if (next.at(end)) {
                    return true;
                }
                look.set(number, startBefore, endBefore);
                return false;
            });
        }

        @Override
        public int width() {
            return body.width();
        }
    }

    /** What a group has found, once more. */
    record BackReference(int number, boolean ignoresCase) implements Node {

        @Override
        public boolean match(Look look, int at, Next next) {
            if (!look.isSet(number)) {
                return false;
            }
            int start = look.start(number);
            int length = look.end(number) - start;
            look.step(1 + length);
            if (length > look.length() - at) {
                return false;
            }
            for (int i = 0; i < length; i++) {
                int one = look.byteAt(start + i);
                int other = look.byteAt(at + i);
                if (one != other && !(ignoresCase && ByteSets.lower(one) == ByteSets.lower(other))) {
                    return false;
                }
            }
            return next.at(at + length);
        }

        @Override
        public int width() {
            return VARIES;
        }
    }

    /** The first way in which the body is there, and no other if what follows is not content. */
    record Atomic(Node body) implements Node {

        @Override
        public boolean match(Look look, int at, Next next) {
            int[] saved = look.save();
            int[] end = new int[1];
            boolean isThere = body.match(look, at, position -> {
                end[0] = position;
                return true;
            });
            if (isThere && next.at(end[0])) {
                return true;
            }
            look.restore(saved);
            return false;
        }

        @Override
        public int width() {
            return body.width();
        }
    }

    /** Whether one of these stands there, or does not, from here on or up to here. */
    record LookAround(List<Branch> branches, boolean isWanted) implements Node {

        /** @param back how many bytes before here it begins, to end here; {@link #AHEAD}: it begins here */
        record Branch(Node body, int back) {

            static final int AHEAD = -1;

            private boolean isThere(Look look, int at) {
                look.step(1);
                return back == AHEAD
                        ? body.match(look, at, end -> true)
                        : back <= at && body.match(look, at - back, end -> end == at);
            }
        }

        @Override
        public boolean match(Look look, int at, Next next) {
            int[] saved = look.save();
            boolean isThere = false;
            for (int i = 0; i < branches.size() && !isThere; i++) {
                isThere = branches.get(i).isThere(look, at);
            }
            if (isThere && isWanted && next.at(at)) {
                return true;
            }
            look.restore(saved);
            return !isThere && !isWanted && next.at(at);
        }

        @Override
        public int width() {
            return 0;
        }
    }
}
