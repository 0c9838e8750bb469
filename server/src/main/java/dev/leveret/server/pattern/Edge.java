package dev.leveret.server.pattern;

import dev.leveret.server.pattern.Look.Next;

/** A place between bytes. */
enum Edge implements Node {
    TEXT_START {
        @Override
        boolean isAt(Look look, int at) {
            return at == 0;
        }
    },
    TEXT_END {
        @Override
        boolean isAt(Look look, int at) {
            return at == look.length();
        }
    },
    /** The end, or before a line feed that is the last byte. */
    LAST_LINE_END {
        @Override
        boolean isAt(Look look, int at) {
            return at == look.length() || at == look.length() - 1 && look.byteAt(at) == '\n';
        }
    },
    /** Not behind a line feed that is the last byte. */
    LINE_START {
        @Override
        boolean isAt(Look look, int at) {
            return at == 0 || at < look.length() && look.byteAt(at - 1) == '\n';
        }
    },
    LINE_END {
        @Override
        boolean isAt(Look look, int at) {
            return at == look.length() || look.byteAt(at) == '\n';
        }
    },
    WORD {
        @Override
        boolean isAt(Look look, int at) {
            return isWord(look, at - 1) != isWord(look, at);
        }
    },
    NO_WORD {
        @Override
        boolean isAt(Look look, int at) {
            return isWord(look, at - 1) == isWord(look, at);
        }
    };

    abstract boolean isAt(Look look, int at);

    private static boolean isWord(Look look, int at) {
        return at >= 0 && at < look.length() && ByteSets.WORD.get(look.byteAt(at));
    }

    @Override
    public boolean match(Look look, int at, Next next) {
        return isAt(look, at) && next.at(at);
    }

    @Override
    public int width() {
        return 0;
    }
}
