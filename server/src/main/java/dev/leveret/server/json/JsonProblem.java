package dev.leveret.server.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where something is no JSON, and why, in one line for people: the parser's own words are about parsers. */
final class JsonProblem {

    private static final Pattern CHARACTER = Pattern.compile(
            "Unexpected (?:character \\(|close marker )'(.+?)'.*", Pattern.DOTALL);
    private static final Pattern WORD = Pattern.compile("Unrecognized token '(.*?)'.*", Pattern.DOTALL);
    private static final Pattern DUPLICATE = Pattern.compile("Duplicate field '(.*)'", Pattern.DOTALL);

    private JsonProblem() {}

    static String of(JsonProcessingException e) {
        String where = e.getLocation() == null
                ? "" : "line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr() + ": ";
        return where + reason(e);
    }

    private static String reason(JsonProcessingException e) {
        if (e instanceof JsonEOFException) {
            return "it ends too early";
        }
        if (e instanceof StreamConstraintsException) {
            return "it is nested too deeply, or a name or a number is too long";
        }
        String said = String.valueOf(e.getOriginalMessage());
        Matcher character = CHARACTER.matcher(said);
        if (character.matches()) {
            return "'" + character.group(1) + "' can't stand here";
        }
        Matcher word = WORD.matcher(said);
        if (word.matches()) {
            return "'" + word.group(1) + "' can't stand here";
        }
        Matcher duplicate = DUPLICATE.matcher(said);
        if (duplicate.matches()) {
            return "the name '" + duplicate.group(1) + "' comes twice";
        }
        return said.startsWith("Invalid UTF-8") ? "it is not UTF-8" : "this is no JSON";
    }
}
