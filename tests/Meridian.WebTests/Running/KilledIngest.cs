using System.Diagnostics;
using System.Text.Json;

namespace Meridian.WebTests.Running;

/// <summary>
/// F01: clients send numbered messages to a server that is killed (kill -9) again and again, and send again what was not acknowledged; what the store has in the end.
/// </summary>
/// <param name="Lost">Acknowledged messages that the store does not have.</param>
/// <param name="Doubled">Messages that the store has more than once.</param>
/// <param name="Foreign">Messages in the store that nobody sent.</param>
/// <param name="Unanswered">Requests that a kill cut off, or that found no server.</param>
/// <param name="Broken">What <c>meridian check</c> finds; empty where all rules hold.</param>
/// <param name="RebuiltEqual">Whether a store that is made from the journal alone has the same content.</param>
/// <param name="CleanEqual">Whether a store to which the same messages were sent undisturbed has the same content.</param>
internal sealed record KilledIngest(
    long Acknowledged, long Lost, long Doubled, long Foreign, int Kills, long Unanswered, IReadOnlyDictionary<int, int> Refusals, MessageCounts Counts, string Broken, bool RebuiltEqual, bool CleanEqual,
    double SendingSeconds)
{
    private const int Clients = 6;

    /// <param name="batch">Messages of a request.</param>
    /// <param name="stored">The ids of the messages in the store of a server that is not running.</param>
    public static async Task<KilledIngest> Run(long messages, int kills, int batch, int seed, Func<ServerProcess, Task<IEnumerable<string>>> stored, Action<string> tell)
    {
        await using var server = await ServerProcess.Start();
        using var sender = new NumberedSender(server.Url, Clients, batch);
        var watch = Stopwatch.StartNew();
        var sending = sender.Send(messages);
        var random = new Random(seed);
        var killed = 0;
        for (var i = 1; i <= kills; i++)
        {
            // At a random place between two even ones, so that all kills fall into the sending.
            var at = messages * (i - random.NextDouble()) / (kills + 1);
            while (sender.Acknowledged < at)
                await Task.Delay(1);
            if (sender.Acknowledged >= messages)
                break;
            await server.Kill();
            killed++;
            await server.StartAgain();
            tell($"kill {i}: {sender.Acknowledged:N0} of {messages:N0} messages acknowledged, {sender.Unanswered:N0} requests unanswered so far");
        }

        await sending;
        var seconds = watch.Elapsed.TotalSeconds;
        var counts = await server.Counts();
        var digest = await Digest(server);
        await server.Kill();
        // Without a server the commands open the folder themselves.
        var check = await server.Try("check");
        var rebuilt = JsonSerializer.Deserialize<JsonElement>((await server.Run("rebuild", "--from-log", "--json"))[^1]);
        tell("the store is checked and made again; now the same messages undisturbed");
        var clean = await Clean(messages, batch);
        var (lost, doubled, foreign) = Compare(await stored(server), messages);
        return new KilledIngest(
            sender.Acknowledged, lost, doubled, foreign, killed, sender.Unanswered, sender.Refusals, counts, check.Code == 0 ? "" : check.Output,
            rebuilt.GetProperty("same").GetBoolean() && digest.Contains(rebuilt.GetProperty("digest").GetString()!, StringComparison.Ordinal), digest == clean, seconds);
    }

    private static async Task<string> Clean(long messages, int batch)
    {
        await using var server = await ServerProcess.Start();
        using var sender = new NumberedSender(server.Url, Clients, batch);
        await sender.Send(messages);
        await server.Counts();
        return await Digest(server);
    }

    private static async Task<string> Digest(ServerProcess server) => (await server.Run("check", "--digest", "--json"))[^1];

    /// <param name="stored">The ids of the store's messages.</param>
    /// <param name="messages">How many were acknowledged, from 0 on.</param>
    public static (long Lost, long Doubled, long Foreign) Compare(IEnumerable<string> stored, long messages)
    {
        var times = new int[messages];
        var foreign = 0L;
        foreach (var id in stored)
        {
            if (long.TryParse(id.Split('-')[^1], out var n) && n >= 0 && n < messages && NumberedSender.IdOf(n) == id)
                times[n]++;
            else
                foreign++;
        }

        return (times.Count(t => t == 0), times.Count(t => t > 1), foreign);
    }
}
