package dev.leveret.interop.clients;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Chooses connections of a program: first the one with the most kinds of frames, then what has others than these. */
final class CaptureChoice {

    private static final Pattern LINE = Pattern.compile("(?<sender>\\w+) (?<channel>\\d+) (?<what>\\w+(\\[\\w+)?)");

    private final List<Capture> kept = new ArrayList<>();
    private final Set<String> kinds = new HashSet<>();
    private int size;

    private CaptureChoice() {}

    static List<Capture> of(List<Capture> connections) {
        CaptureChoice choice = new CaptureChoice();
        for (var left = connections.stream(); ; left = connections.stream()) {
            var next = left.filter(each -> choice.size + each.size() <= CaptureTrim.SIZE_MAX)
                    .filter(each -> choice.newKinds(each) > 0)
                    .max(Comparator.comparingInt(choice::newKinds));
            if (next.isEmpty()) {
                return choice.kept;
            }
            choice.keep(next.get());
        }
    }

    private void keep(Capture capture) {
        kept.add(capture);
        kinds.addAll(kinds(capture));
        size += capture.size();
    }

    private int newKinds(Capture capture) {
        return (int) kinds(capture).stream().filter(kind -> !kinds.contains(kind)).count();
    }

    /** Who sent what, of a connection or of a channel: a method goes by its name and that of its first field. */
    private static Set<String> kinds(Capture capture) {
        Set<String> found = new HashSet<>();
        for (String line : DecodedFrames.of(capture)) {
            Matcher parts = LINE.matcher(line);
            if (!parts.lookingAt()) {
                throw new AssertionError("no frame: " + line);
            }
            found.add(parts.group("sender") + (parts.group("channel").equals("0") ? " connection " : " channel ") + parts.group("what"));
        }
        return found;
    }
}
