package dev.leveret.server.control;

import dev.leveret.server.control.admin.AdminWords;
import dev.leveret.server.control.verb.CommandWords;
import dev.leveret.server.control.verb.DefinitionsRequests;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a command has no words for is read where it is typed: a password, a payload, definitions. */
record StandardInput(InputStream input) {

    private static final Set<String> WITH_PASSWORD = Set.of("add_user", "change_password", "authenticate_user");

    /** With it, a third longer as base64, a line of the control socket is not too long. */
    private static final int BYTES_MAX = 8 << 20;

    /** The words, and what they want from here. */
    List<String> added(List<String> given, CommandWords words) throws IOException, RequestException {
        if (WITH_PASSWORD.contains(words.verb()) && words.arguments().size() == 1) {
            return withPassword(given);
        }
        boolean isTyped = words.arguments().isEmpty() || words.arguments().equals(List.of("-"));
        return words.verb().equals("import_definitions") && isTyped ? withDefinitions(given) : given;
    }

    /** The first line, so that it stands neither in the history of a shell nor in the list of processes. */
    private List<String> withPassword(List<String> given) throws IOException {
        List<String> all = new ArrayList<>(given);
        firstLine().ifPresent(line -> all.addAll(List.of("--", line))); // it may look like an option
        return all;
    }

    private List<String> withDefinitions(List<String> given) throws IOException, RequestException {
        List<String> all = new ArrayList<>(given);
        all.removeIf(List.of("-", "--")::contains);
        all.add(DefinitionsRequests.TYPED + base64("definitions", "; import them from a file"));
        return all;
    }

    /** The payload of a publish. */
    List<String> added(List<String> given, AdminWords words) throws IOException, RequestException {
        if (!words.action().equals("publish") || words.arguments().stream().anyMatch(word -> word.startsWith("payload="))) {
            return given;
        }
        List<String> all = new ArrayList<>(given);
        all.addAll(List.of("payload=" + base64("a payload", ""), "payload_encoding=base64"));
        return all;
    }

    private String base64(String noun, String advice) throws IOException, RequestException {
        byte[] bytes = input.readNBytes(BYTES_MAX + 1);
        if (bytes.length > BYTES_MAX) {
            throw new RequestException(noun + " of more than " + BYTES_MAX + " bytes can't be passed on" + advice);
        }
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** It may be empty; there is none if nothing is there to be read. */
    Optional<String> firstLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = input.read();
        if (next < 0) {
            return Optional.empty();
        }
        while (next >= 0 && next != '\n') {
            line.write(next);
            next = input.read();
        }
        return Optional.of(line.toString(StandardCharsets.UTF_8).stripTrailing());
    }
}
