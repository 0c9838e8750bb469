package dev.leveret.server.config;

import java.util.function.Function;

/** What {@code --help} prints. */
final class Usage {

    private static final String OPTIONS = """
            Leveret, an AMQP 0-9-1 message broker for RabbitMQ's clients.

            leveret [server] [options]     runs a broker
            leveret config [--all] [options]
                                           prints what is set and where, with the same options, and starts nothing;
                                           --all: what is not set too
            leveret check DATA             reads all of the data of a broker that does not run, changes nothing,
                                           and says what is there; exit code 1 if anything is damaged
            leveret backup TARGET [--data DIR]
                                           has the broker that runs on DIR (./data) copy its data to TARGET, an
                                           empty or new folder, on which a broker can be started
            leveret [TOOL] VERB [--data DIR] ...
                                           a command for the broker that runs on DIR (./data), as RabbitMQ's TOOL has it:
                                           rabbitmqctl if none is named, rabbitmq-diagnostics, rabbitmq-plugins,
                                           rabbitmq-queues or rabbitmqadmin; "leveret help" lists the verbs, "leveret help VERB" tells how
                                           one is used

              --port N          port to listen on (5672); 0 picks a free one and prints it
              --data DIR        folder for everything that outlives the process (./data)
              --config FILE     a file in the format of rabbitmq.conf, or a folder of *.conf files; may be given several
                                times
              --set KEY=VALUE   one setting; wins over files; may be given several times
              --version         print the version
              --help            print this

            RabbitMQ's environment variables count, those of secrets also with _FILE: RABBITMQ_DEFAULT_PASS_FILE has the
            path of a file with the password. Files that RABBITMQ_CONFIG_FILE and RABBITMQ_CONFIG_FILES name are read first,
            those of --config next; the other variables go over files, and --port, --data and --set over all.

            Settings, with what they are when not set:

            """;

    private Usage() {}

    static String text() {
        String line = "  %%-%ds  %%-%ds  %%s%%n".formatted(widest(Usage::name), widest(Setting::fallbackText));
        StringBuilder text = new StringBuilder(OPTIONS);
        for (Setting<?> setting : SettingKeys.ALL) {
            text.append(String.format(line, name(setting), setting.fallbackText(), setting.meaning()));
        }
        return text.toString().stripTrailing();
    }

    private static int widest(Function<Setting<?>, String> column) {
        return SettingKeys.ALL.stream().map(column).mapToInt(String::length).max().orElseThrow();
    }

    private static String name(Setting<?> setting) {
        return setting.isFamily() ? setting.key() + "NAME" : setting.key();
    }
}
