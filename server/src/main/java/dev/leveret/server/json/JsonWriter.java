package dev.leveret.server.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;

/** Writes JSON on one line. */
public final class JsonWriter {

    private JsonWriter() {}

    /** The value as text, without a space that need not be. */
    public static String write(JsonValue value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JsonReader.FACTORY.createGenerator(text)) {
            put(out, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a text takes everything
        }
        return text.toString();
    }

    private static void put(JsonGenerator out, JsonValue value) throws IOException {
        switch (value) {
            case JsonValue.Members members -> {
                out.writeStartObject();
                for (Map.Entry<String, JsonValue> member : members.members().entrySet()) {
                    out.writeFieldName(member.getKey());
                    put(out, member.getValue());
                }
                out.writeEndObject();
            }
            case JsonValue.Elements elements -> {
                out.writeStartArray();
                for (JsonValue element : elements.elements()) {
                    put(out, element);
                }
                out.writeEndArray();
            }
            case JsonValue.Text text -> out.writeString(text.value());
            case JsonValue.Whole whole -> out.writeNumber(whole.value());
            case JsonValue.Real real -> out.writeNumber(real.value());
            case JsonValue.Bool bool -> out.writeBoolean(bool.value());
            case JsonValue.Null none -> out.writeNull();
        }
    }
}
