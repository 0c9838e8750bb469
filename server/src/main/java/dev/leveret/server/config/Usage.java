package dev.leveret.server.config;

/** What {@code --help} prints. */
final class Usage {

    private static final String OPTIONS = """
            Leveret, an AMQP 0-9-1 message broker for RabbitMQ's clients.

            leveret [server] [options]

              --port N          port to listen on (5672); 0 picks a free one and prints it
              --data DIR        folder for everything that outlives the process (./data)
              --config FILE     a file in the format of rabbitmq.conf; may be given several times
              --set KEY=VALUE   one setting; wins over files; may be given several times
              --version         print the version
              --help            print this

            Settings, with what they are when not set:

            """;

    private Usage() {}

    static String text() {
        StringBuilder text = new StringBuilder(OPTIONS);
        for (Setting<?> setting : SettingKeys.ALL) {
            String key = setting.isFamily() ? setting.key() + "NAME" : setting.key();
            text.append(String.format("  %-32s %-10s %s%n", key, fallback(setting), setting.meaning()));
        }
        return text.toString().stripTrailing();
    }

    private static String fallback(Setting<?> setting) {
        String text = setting.fallback().toString();
        return text.equals("-1") || text.equals("0.0") ? "" : text.toLowerCase(java.util.Locale.ROOT);
    }
}
