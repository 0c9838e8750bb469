package dev.leveret.server.control.admin;

import dev.leveret.server.control.RequestException;
import dev.leveret.server.json.JsonValue;
import dev.leveret.server.json.JsonWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/** The limits of a virtual host, which rabbitmqctl sets all at once and rabbitmqadmin one by one. */
record Limits(String vhost, Map<String, JsonValue> byName) {

    static Limits of(Ctl ctl, String vhost) throws RequestException {
        String text = ctl.run("list_vhost_limits", "--vhost=" + vhost);
        boolean hasSome = !text.isEmpty() && Ctl.json(text) instanceof JsonValue.Members;
        return new Limits(vhost, hasSome ? ((JsonValue.Members) Ctl.json(text)).members() : Map.of());
    }

    boolean has(String name) {
        return byName.containsKey(name);
    }

    Limits with(String name, JsonValue value) {
        Map<String, JsonValue> all = new LinkedHashMap<>(byName);
        all.put(name, value);
        return new Limits(vhost, all);
    }

    Limits without(String name) {
        Map<String, JsonValue> all = new LinkedHashMap<>(byName);
        all.remove(name);
        return new Limits(vhost, all);
    }

    void write(Ctl ctl) throws RequestException {
        if (byName.isEmpty()) {
            ctl.run("clear_vhost_limits", "--vhost=" + vhost);
        } else {
            ctl.run("set_vhost_limits", "--vhost=" + vhost, "--", JsonWriter.write(new JsonValue.Members(byName)));
        }
    }
}
