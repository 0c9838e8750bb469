package dev.leveret.server.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads JSON. A name that comes twice in an object is an error, and so is a whole number beyond 64 bits. */
public final class JsonReader {

    static final JsonFactory FACTORY =
            JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private JsonReader() {}

    /** Reads one value and nothing behind it, from UTF-8 (or UTF-16 or 32, which is found out). */
    public static JsonValue read(byte[] bytes) throws JsonException {
        try (JsonParser parser = FACTORY.createParser(bytes)) {
            return whole(parser);
        } catch (JsonProcessingException e) {
            throw new JsonException(JsonProblem.of(e));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // there is nothing to read from but an array
        }
    }

    /** Reads one value and nothing behind it. */
    public static JsonValue read(String text) throws JsonException {
        try (JsonParser parser = FACTORY.createParser(text)) {
            return whole(parser);
        } catch (JsonProcessingException e) {
            throw new JsonException(JsonProblem.of(e));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonValue whole(JsonParser parser) throws IOException, JsonException {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw new JsonException("there is nothing in it");
        }
        JsonValue value = value(parser, first);
        if (parser.nextToken() != null) {
            throw new JsonException("line " + parser.currentTokenLocation().getLineNr() + ": there is more behind the end");
        }
        return value;
    }

    private static JsonValue value(JsonParser parser, JsonToken token) throws IOException, JsonException {
        return switch (token) {
            case START_OBJECT -> members(parser);
            case START_ARRAY -> elements(parser);
            case VALUE_STRING -> new JsonValue.Text(parser.getText());
            case VALUE_NUMBER_INT -> number(parser);
            case VALUE_NUMBER_FLOAT -> real(parser);
            case VALUE_TRUE -> new JsonValue.Bool(true);
            case VALUE_FALSE -> new JsonValue.Bool(false);
            case VALUE_NULL -> new JsonValue.Null();
            case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                throw new IllegalStateException("a parser gave " + token);
        };
    }

    private static JsonValue number(JsonParser parser) throws IOException, JsonException {
        BigInteger number = parser.getBigIntegerValue();
        if (number.bitLength() > 63) {
            throw tooLarge(parser);
        }
        return new JsonValue.Whole(number.longValue());
    }

    private static JsonValue real(JsonParser parser) throws IOException, JsonException {
        double number = parser.getDoubleValue();
        if (Double.isInfinite(number)) {
            throw tooLarge(parser);
        }
        return new JsonValue.Real(number);
    }

    private static JsonException tooLarge(JsonParser parser) throws IOException {
        return new JsonException("line " + parser.currentTokenLocation().getLineNr() + ": the number " + parser.getText()
                + " is too large");
    }

    private static JsonValue members(JsonParser parser) throws IOException, JsonException {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            members.put(name, value(parser, parser.nextToken()));
        }
        return new JsonValue.Members(members);
    }

    private static JsonValue elements(JsonParser parser) throws IOException, JsonException {
        List<JsonValue> elements = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            elements.add(value(parser, token));
        }
        return new JsonValue.Elements(elements);
    }
}
