package dev.leveret.benchmarks.load;

/**
 * One program, and the port of the broker: {@code fill port=5672 queues=100 each=1000}. Ends with one line of results,
 * {@code result name=value ...}; what it finds wrong stands in lines before, {@code found: ...}.
 */
public final class LoadMain {

    private LoadMain() {}

    public static void main(String[] args) throws Exception {
        Options options = Options.of(args, 1);
        Broker broker = new Broker(options.count("port", 5672));
        StandardInput.watch();
        String result = switch (args[0]) {
            case "fill" -> new Fill(broker, options).run();
            case "one-by-one" -> new OneByOne(broker, options).run();
            case "drain" -> new Drain(broker, options).run();
            case "hold" -> new Hold(broker, options).run();
            case "visit" -> new Visit(broker, options).run();
            case "flow" -> new Flow(broker, options).run();
            default -> throw new IllegalArgumentException("no program '" + args[0] + "'");
        };
        System.out.println("result " + result);
        System.exit(0); // threads of a connection that was lost may linger
    }
}
