package dev.leveret.server.json;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value of JSON (RFC 8259). Immutable. */
public sealed interface JsonValue {

    /** Members in their order, each name once. */
    record Members(Map<String, JsonValue> members) implements JsonValue {

        public Members {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }

        /** The value of that name, or null. */
        public JsonValue get(String name) {
            return members.get(name);
        }
    }

    record Elements(List<JsonValue> elements) implements JsonValue {

        public Elements {
            elements = List.copyOf(elements);
        }
    }

    record Text(String value) implements JsonValue {}

    record Whole(long value) implements JsonValue {}

    record Real(double value) implements JsonValue {}

    record Bool(boolean value) implements JsonValue {}

    record Null() implements JsonValue {}

    /** What it is, for a message. */
    default String kind() {
        return switch (this) {
            case Members members -> "an object";
            case Elements elements -> "a list";
            case Text text -> "a text";
            case Whole whole -> "a number";
            case Real real -> "a number";
            case Bool bool -> "true or false";
            case Null none -> "null";
        };
    }

    /** Collects members. */
    static Builder object() {
        return new Builder();
    }

    /** Texts as elements. */
    static Elements texts(List<String> texts) {
        return new Elements(texts.stream().<JsonValue>map(Text::new).toList());
    }

    /** Collects members in the order in which they are to be written. */
    final class Builder {
        private final Map<String, JsonValue> members = new LinkedHashMap<>();

        private Builder() {}

        public Builder put(String name, JsonValue value) {
            members.put(name, value);
            return this;
        }

        public Builder put(String name, String value) {
            return put(name, new Text(value));
        }

        public Builder put(String name, boolean value) {
            return put(name, new Bool(value));
        }

        public Builder put(String name, long value) {
            return put(name, new Whole(value));
        }

        public Members build() {
            return new Members(members);
        }
    }
}
