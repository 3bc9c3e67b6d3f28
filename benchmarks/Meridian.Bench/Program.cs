using System.Globalization;
using Meridian.Bench;
using Meridian.Bench.Ingest;
using Meridian.Bench.Rules;
using Meridian.Bench.Web;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
return args switch
{
    ["import", .. var rest] => ImportBench.Run(rest),
    ["crash", .. var rest] when rest.Contains("--events") => KilledServerBench.Run(rest),
    ["crash", .. var rest] => CrashBench.Run(rest),
    ["ingest", .. var rest] when rest.Contains("--connections") => ConnectionsBench.Run(rest),
    ["ingest", .. var rest] => IngestBench.Run(rest),
    ["engines", .. var rest] => EnginesBench.Run(rest),
    ["rules", .. var rest] => RulesBench.Run(rest),
    ["web", .. var rest] => WebBench.Run(rest),
    ["pump", .. var rest] => PumpBench.Run(rest),
    ["fuzz", .. var rest] => FuzzBench.Run(rest),
    ["screen", .. var rest] => ScreenBench.Run(rest),
    ["phones", "--agree", .. var rest] => PhoneAgreement.Run(rest),
    ["phones", "--fuzz", .. var rest] => PhoneFuzz.Run(rest),
    ["phones", .. var rest] => PhoneBench.Run(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        usage: ./bench NAME [OPTIONS]
          import [--rows N] [--runs N] [--seed N]   a customer file, against DuckDB's bare read_csv of the same file
          crash [--rows N]                          imports killed at 10, 50, 75, 90 and 97 % of their time, and what the next run makes of them
          crash --events N [--kills N] [--seed N]   events over HTTP while the server is killed 20 times: none lost, none doubled, the same store as undisturbed
          ingest [--seconds N] [--rounds N] [--rows N] [--soak MINUTES]   events over HTTP against a bare server that parses and flushes the same; event to label, memory
          ingest --connections N [--slow N] [--seconds N]   as many connections that are kept, and slow senders: none of the others fails, the slow are cut, memory
          engines [--rows N] [--events N] [--runs N]   import, events and a count on DuckDB and on PostgreSQL
          rules [--profiles N] [--events N] [--runs N] [--no-half] [--no-hand] [--explain FOLDER]   a hundred rules over everybody, against one scan of the events and against their SQL by hand, which must find the same; plans of long statements
          web [--profiles N] [--rounds N] [--people N]   the pages over a large store: server time, the first page in a browser, many people at once
          pump [--messages N] [--people N] [--entries N] [--data DIR]   the pump alone, as its store grows; over a copy of a data folder
          fuzz [--minutes N] [--seed N]             damaged files of every format, read and normalised
          screen [--rows N] [--runs N] [--seed N]   a list of numbers screened, deduplicated and compared, against bare reading of the file
          phones [--rounds N]                       the phone engine against libphonenumber-csharp on the same numbers
          phones --agree [--count N] [--seed N]     both on N generated inputs: the first differences, or none
          phones --fuzz [--minutes N] [--seed N]    hostile texts: never throws, nothing from the heap, time grows with the text
        Each prints JSON, one document a line; progress goes to standard error.
        """);
    return 2;
}
