using System.Text.Json;
using Meridian.Foundation;
using Spectre.Console;

namespace Meridian.Cli;

/// <summary>Where a command writes: data to standard output, everything else to standard error; one compact JSON document a line when asked for JSON.</summary>
public sealed class Terminal
{
    public Terminal(TextWriter output, TextWriter error, bool interactive, int? width = null)
    {
        Output = output;
        Error = error;
        Interactive = interactive;
        Console = Make(output, interactive, width);
        ErrorConsole = Make(error, interactive, width);
    }

    public TextWriter Output { get; }

    public TextWriter Error { get; }

    /// <summary>Whether a person watches: progress and colours only then.</summary>
    public bool Interactive { get; }

    public IAnsiConsole Console { get; }

    public IAnsiConsole ErrorConsole { get; }

    public static Terminal OfProcess()
    {
        var output = new StreamWriter(System.Console.OpenStandardOutput(), new System.Text.UTF8Encoding(false)) { AutoFlush = true };
        var error = new StreamWriter(System.Console.OpenStandardError(), new System.Text.UTF8Encoding(false)) { AutoFlush = true };
        return new Terminal(output, error, !System.Console.IsOutputRedirected && !System.Console.IsErrorRedirected, System.Console.IsOutputRedirected ? 120 : null);
    }

    public void Json<T>(T value) => Output.WriteLine(JsonSerializer.Serialize(value, PlainJson.Options));

    public void Say(string line) => Error.WriteLine(line);

    // One sentence is one line, however long: the terminal wraps it, and programs can read it.
    public void Warn(string line) => Error.WriteLine(Coloured("33", "!") + " " + line);

    public void Fail(string line) => Error.WriteLine(Coloured("31", "error:") + " " + line.ReplaceLineEndings(" "));

    private string Coloured(string code, string text) =>
        Interactive && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) ? $"\u001b[{code}m{text}\u001b[0m" : text;

    private static IAnsiConsole Make(TextWriter writer, bool interactive, int? width)
    {
        var colours = interactive && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = colours ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = colours ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        if (width is { } columns)
            console.Profile.Width = columns;
        return console;
    }
}
