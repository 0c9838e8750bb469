package dev.leveret.server.control;

import dev.leveret.server.json.JsonException;
import dev.leveret.server.json.JsonReader;
import dev.leveret.server.json.JsonValue;
import dev.leveret.server.json.JsonWriter;

/**
 * What came of a command.
 *
 * @param exitCode of the process
 * @param printed on standard output; may have many lines, or none
 * @param error on standard error, likewise
 */
public record Ended(int exitCode, String printed, String error) {

    private static final String EXIT_CODE = "exit_code";
    private static final String PRINTED = "printed";
    private static final String ERROR = "error";

    /** Of one that has failed. */
    static Ended failed(RequestException failure, String printed) {
        return new Ended(
                failure.exitCode().number(),
                printed,
                failure.isBare() ? failure.getMessage() : "Error:\n" + failure.getMessage());
    }

    /** Of one of rabbitmqadmin, which has one exit code for all. */
    static Ended failedAdmin(RequestException failure) {
        return new Ended(1, "", failure.isMisuse() ? failure.getMessage() : "*** " + failure.getMessage());
    }

    String json() {
        return JsonWriter.write(
                JsonValue.object().put(EXIT_CODE, exitCode).put(PRINTED, printed).put(ERROR, error).build());
    }

    static Ended read(String json) throws RequestException {
        try {
            if (JsonReader.read(json) instanceof JsonValue.Members members
                    && members.get(EXIT_CODE) instanceof JsonValue.Whole exitCode
                    && members.get(PRINTED) instanceof JsonValue.Text printed
                    && members.get(ERROR) instanceof JsonValue.Text error) {
                return new Ended((int) exitCode.value(), printed.value(), error.value());
            }
            throw new RequestException("the broker's answer is not that of a command: " + json);
        } catch (JsonException e) {
            throw new RequestException("the broker's answer can't be read: " + e.getMessage(), e);
        }
    }
}
