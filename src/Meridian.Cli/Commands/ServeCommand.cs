using System.CommandLine;
using System.Security.Cryptography;
using Meridian.Foundation;
using Meridian.Foundation.Governance;
using Meridian.Ingest.Messages;
using Meridian.Segments;
using Meridian.Web;
using Meridian.Web.Api;
using Meridian.Web.Pages.Account;

namespace Meridian.Cli.Commands;

/// <summary>meridian serve</summary>
internal static class ServeCommand
{
    public const string Default = "http://127.0.0.1:5080";

    private const string AdminKey = "MERIDIAN_ADMIN_KEY";

    public static Command Make(CommandContext context)
    {
        var urls = new Option<string>("--urls") { Description = "Where to listen.", HelpName = "URL", DefaultValueFactory = _ => Default };
        var command = new Command("serve", "Start the server: takes events over HTTP from Segment's and RudderStack's clients, labels as they come. Every other command works beside it.") { urls };
        command.SetAction(parsed => Run(context, parsed.GetValue(CommandContext.Data)!, parsed.GetValue(urls)!));
        return command;
    }

    /// <summary>Serves a folder until the context's stop.</summary>
    /// <param name="ready">Told where the server listens, and the admin key where it is shown, once it does.</param>
    public static int Run(CommandContext context, string data, string urls, Action<string, string?>? ready = null)
    {
        var place = Workspace.PlaceOf(data, context);
        if (ServerFile.Running(place) is { } other)
            throw new CommandException(ExitCode.TryLater, $"A server runs on {data} already: process {other.Pid} at {other.Url}. Stop it first, or name another folder with --data.");
        foreach (var url in urls.Split(';', ' '))
        {
            if (!Uri.TryCreate(url, UriKind.Absolute, out var parsed) || parsed.Scheme is not ("http" or "https"))
                throw new CommandException(ExitCode.Usage, $"--urls: '{url}' is no address such as {Default}.");
        }

        using var workspace = Workspace.Open(data, context);
        ErasureEnd.GoOn(workspace, context);
        var shown = Admin(workspace);
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        using var store = workspace.Share();
        store.EndErasures = () =>
        {
            var inside = context with { Host = store };
            using var own = Workspace.Open(data, inside);
            ErasureEnd.GoOn(own, inside);
        };
        using var app = MeridianServer.Build(store, context.Clock, urls, token, (command, output, error, stop) =>
            CommandLine.Run(command, new CommandContext(new Terminal(output, error, interactive: false, width: 120), context.Clock, stop, store) { Actor = Foundation.Log.ActingLog.ToldUser(command.User) }), Api(context, store));
        try
        {
            app.StartAsync(context.Stop).GetAwaiter().GetResult();
        }
        catch (IOException e)
        {
            throw new CommandException(ExitCode.Failed, $"The server cannot listen at {urls}: {e.Message} Name another address with --urls.");
        }

        var listening = MeridianServer.UrlOf(app);
        new ServerFile(listening, Environment.ProcessId, token).Save(place);
        try
        {
            context.Terminal.Output.WriteLine($"Meridian listens at {listening} (process {Environment.ProcessId}, data in {Path.GetFullPath(place)}).");
            if (shown is not null)
                context.Terminal.Output.WriteLine($"Admin key, shown only this once: {shown}");
            if (MeridianServer.FirstRunUrl(app) is { } first)
                context.Terminal.Output.WriteLine($"Open this once to make the first administrator and see your customers in the browser: {first}");
            ready?.Invoke(listening, shown);
            context.Terminal.Output.Flush();
            context.Stop.WaitHandle.WaitOne();
        }
        finally
        {
            ServerFile.Remove(place);
            app.StopAsync().GetAwaiter().GetResult();
            using var session = store.OpenSession();
            store.Pipeline.Scrub(session);
            store.Database.Checkpoint();
            if (store.TakeSnapshotIfDue(session, context.Clock.StoreNow()) is { } trouble)
                context.Terminal.Warn($"No snapshot of the store could be taken: {trouble}");
        }

        return ExitCode.Ok;
    }

    private static ApiHost Api(CommandContext context, OpenStore store) => new ApiHost(
        (scope, profile, reason, suppress) =>
        {
            var inside = new CommandContext(new Terminal(TextWriter.Null, TextWriter.Null, interactive: false, width: 120), context.Clock, CancellationToken.None, store) { Actor = scope.Key ?? "local" };
            using var workspace = Workspace.OpenExisting(store.Folder.Root, inside);
            using var alone = workspace.Alone();
            workspace.Pipeline.Run(workspace.Session);
            // They may have become another profile's in the meantime.
            return CustomerViews.Find(workspace.Session, scope, profile.ToString(), beginnings: false) is [var found]
                ? ErasureEnd.Erase(workspace, inside, [found], reason, suppress).Answer : null;
        },
        SideFiles.Database)
    { Record = new AccessBook(context.Clock), Provider = Provider() }.WithEnvironment();

    private static SignInProvider? Provider()
    {
        try
        {
            return SignInProvider.Of(Environment.GetEnvironmentVariable);
        }
        catch (SignInProviderException e)
        {
            throw new CommandException(ExitCode.Usage, e.Message);
        }
    }

    /// <summary>Makes sure that there is an admin key: the one that the environment names, else one that is made at the first start.</summary>
    /// <returns>The key that was made and is to be shown, or null.</returns>
    private static string? Admin(Workspace workspace)
    {
        var known = ApiKeys.ByHash(workspace.Session);
        var given = Environment.GetEnvironmentVariable(AdminKey);
        if (!string.IsNullOrEmpty(given))
        {
            if (given.Length < ApiKeys.ShortestGiven)
                throw new CommandException(ExitCode.Usage, $"{AdminKey} has {given.Length} characters; at least {ApiKeys.ShortestGiven} are needed, so that nobody guesses it.");
            if (!known.ContainsKey(ApiKeys.Hash(given)))
                Add(workspace, given, Roles.Admin, "default", EventsOrder.SharedSpace);
            return null;
        }

        if (known.Values.Any(k => k.Role == Roles.Admin))
            return null;
        var key = ApiKeys.New(Roles.Admin);
        Add(workspace, key, Roles.Admin, "default", EventsOrder.SharedSpace);
        return key;
    }

    /// <summary>Makes a key known by its hash.</summary>
    private static void Add(Workspace workspace, string key, string role, string source, string space)
    {
        workspace.Log.Append(KeyOrder.Kind, workspace.Now, new KeyOrder(ApiKeys.IdOf(key), ApiKeys.Hash(key), role, source, space).ToJson());
        workspace.Pipeline.Run(workspace.Session);
    }
}
