using System.CommandLine;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Meridian.Foundation;
using Meridian.Web;

namespace Meridian.Cli;

/// <summary>While a server has the store open, commands go through it: they run in its process, on its store, and print here.</summary>
internal static class Forwarding
{
    /// <summary>Commands that work on files alone, or need the folder for themselves.</summary>
    private static readonly string[] Own = ["serve", "completion", "demo"];

    /// <summary>Commands whose arguments name files; elsewhere a word that a file happens to have is a word.</summary>
    private static readonly string[] TakesFiles = ["import", "events", "numbers", "consents", "tags", "segments"];

    /// <summary>Options that name a file to be read, of any command.</summary>
    private static readonly string[] Read = ["--map", "--event-map"];

    private static readonly string[] NeedsTheFolder = ["rebuild", "restore"];

    /// <summary>Options that name a file to be written.</summary>
    private static readonly string[] Written = ["--to", "-o", "--output"];

    /// <summary>The server that a command goes through, or null where it runs here.</summary>
    public static ServerFile? To(ParseResult parsed, CommandContext context)
    {
        var names = NamesOf(parsed);
        if (names.Count == 0 || Own.Contains(names[0]) || parsed.GetResult("--help") is not null || parsed.Action is System.CommandLine.Help.HelpAction)
            return null;
        // A store on PostgreSQL takes as many processes as come.
        return context.Server is null ? ServerFile.Running(parsed.GetValue(CommandContext.Data)!) : null;
    }

    public static int Run(ServerFile server, ParseResult parsed, string[] args, CommandContext context)
    {
        if (NeedsTheFolder.Contains(NamesOf(parsed)[0]))
            throw new CommandException(ExitCode.TryLater, $"'{NamesOf(parsed)[0]}' needs the folder for itself, and a server runs on it: process {server.Pid}. Stop it, then try again.");
        using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", server.Token);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{ServerFile.Reachable(server.Url)}/local/command")
        {
            Content = JsonContent.Create(new ForwardedCommand(Whole(args, TakesFiles.Contains(NamesOf(parsed)[0]) || args.Any(Written.Contains)), Directory.GetCurrentDirectory(), Environment.UserName)),
        };
        try
        {
            using var response = client.Send(request, HttpCompletionOption.ResponseHeadersRead, context.Stop);
            if (!response.IsSuccessStatusCode)
                throw new CommandException(ExitCode.TryLater, $"The server (process {server.Pid}) did not take the command: {(int)response.StatusCode}. If it is another program, remove server.json from the data folder.");
            using var stream = response.Content.ReadAsStream(context.Stop);
            while (CommandFrames.Read(stream) is var (kind, text))
            {
                if (kind == CommandFrames.Exit)
                    return int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
                (kind == CommandFrames.Error ? context.Terminal.Error : context.Terminal.Output).Write(text);
            }
        }
        catch (HttpRequestException)
        {
            throw new CommandException(ExitCode.TryLater, $"The server (process {server.Pid}) does not answer at {server.Url}. If it is starting or stopping, try again in a moment.");
        }
        catch (IOException)
        {
            // Said below.
        }

        throw new CommandException(ExitCode.TryLater, "The server went away while the command ran. What was acknowledged is in its log; start it again.");
    }

    private static List<string> NamesOf(ParseResult parsed)
    {
        var names = new List<string>();
        for (var command = parsed.CommandResult; command?.Command is not (null or RootCommand); command = command.Parent as System.CommandLine.Parsing.CommandResult)
            names.Insert(0, command.Command.Name);
        return names;
    }

    /// <summary>The arguments with the names of files made whole, because the server stands in another folder.</summary>
    /// <param name="anyWord">Whether any word may be a file's name, and not only what stands behind an option for one.</param>
    private static string[] Whole(string[] args, bool anyWord)
    {
        var whole = new string[args.Length];
        for (var i = 0; i < args.Length; i++)
        {
            var equals = args[i].StartsWith("--", StringComparison.Ordinal) ? args[i].IndexOf('=', StringComparison.Ordinal) : -1;
            var value = equals > 0 ? args[i][(equals + 1)..] : args[i];
            var option = equals > 0 ? args[i][..equals] : i > 0 ? args[i - 1] : "";
            var isFile = option != "--data" && (Written.Contains(option) || ((anyWord || Read.Contains(option)) && File.Exists(value)));
            whole[i] = isFile ? args[i][..(equals + 1)] + Path.GetFullPath(value) : args[i];
        }

        return whole;
    }
}
