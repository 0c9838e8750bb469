package dev.leveret.interop.kills;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a client process tells the test, a line each. A round is the time between two starts of the broker. */
sealed interface Event {

    /** One message in one queue. */
    record Copy(int publisher, int sequence, String queue) {}

    /**
     * A publish, or a transaction, is about to be sent. It has to arrive as a whole or not at all.
     *
     * @param unit its number, that of its first message
     * @param copies all that it puts into queues
     */
    record Sent(int publisher, int round, int unit, List<Copy> copies) implements Event {}

    /** The broker has confirmed or committed it. */
    record Confirmed(int publisher, int unit) implements Event {}

    /** The transaction was rolled back. */
    record RolledBack(int publisher, int unit) implements Event {}

    /**
     * A consumer was given a message.
     *
     * @param round of the consumer
     * @param sentRound of the message, which carries it
     */
    record Delivered(String consumer, int round, Copy copy, int sentRound, boolean redelivered) implements Event {}

    /** The removal of the message was committed. */
    record Removed(Copy copy) implements Event {}

    /** This client has nothing more to tell of the round. */
    record Ended(String client, int round, String reason) implements Event {}

    /** A client has seen by itself what must not be. */
    record Fault(String text) implements Event {}

    /** One line of text, without its end. */
    default String line() {
        return switch (this) {
            case Sent sent -> "sent " + sent.publisher + " " + sent.round + " " + sent.unit + places(sent.copies);
            case Confirmed confirmed -> "confirmed " + confirmed.publisher + " " + confirmed.unit;
            case RolledBack back -> "rolledback " + back.publisher + " " + back.unit;
            case Delivered given -> "delivered " + given.consumer + " " + given.round + " " + given.sentRound + " "
                    + given.redelivered + " " + given.copy.publisher + places(List.of(given.copy));
            case Removed removed -> "removed " + removed.copy.publisher + places(List.of(removed.copy));
            case Ended ended -> "ended " + ended.client + " " + ended.round + " "
                    + oneLine(ended.reason);
            case Fault fault -> "fault " + oneLine(fault.text);
        };
    }

    /** The event that such a line tells of. */
    static Event parse(String line) {
        String[] words = line.split(" ");
        return switch (words[0]) {
            case "sent" -> new Sent(number(words[1]), number(words[2]), number(words[3]), copies(words, 1, 4));
            case "confirmed" -> new Confirmed(number(words[1]), number(words[2]));
            case "rolledback" -> new RolledBack(number(words[1]), number(words[2]));
            case "delivered" -> new Delivered(words[1], number(words[2]), copies(words, 5, 6).getFirst(),
                    number(words[3]), Boolean.parseBoolean(words[4]));
            case "removed" -> new Removed(copies(words, 1, 2).getFirst());
            case "ended" -> new Ended(words[1], number(words[2]), line.split(" ", 4)[3]);
            case "fault" -> new Fault(line.substring("fault ".length()));
            default -> new Fault("a client said: " + line);
        };
    }

    private static String places(List<Copy> copies) {
        StringBuilder text = new StringBuilder();
        for (Copy copy : copies) {
            text.append(' ').append(copy.sequence).append(':').append(copy.queue);
        }
        return text.toString();
    }

    private static List<Copy> copies(String[] words, int publisher, int first) {
        List<Copy> copies = new ArrayList<>();
        for (String place : Arrays.asList(words).subList(first, words.length)) {
            int colon = place.indexOf(':');
            copies.add(new Copy(number(words[publisher]), number(place.substring(0, colon)),
                    place.substring(colon + 1)));
        }
        return copies;
    }

    private static String oneLine(String text) {
        return text.replace('\n', ' ');
    }

    private static int number(String word) {
        return Integer.parseInt(word);
    }
}
