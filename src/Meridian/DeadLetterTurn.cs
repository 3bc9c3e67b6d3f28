using Meridian.Events;
using Meridian.Foundation.Database;
using Meridian.Foundation.Log;
using Meridian.Ingest.Messages;

namespace Meridian;

/// <summary>What became of dead letters that were tried again or given up.</summary>
/// <param name="Messages">How many it was about.</param>
/// <param name="Dead">How many of them the program still fails on.</param>
public sealed record DeadLetterTurn(int Messages, int Dead)
{
    public const string All = "all";

    /// <summary>Tries dead letters again or gives them up; the caller holds the gate, and has applied what was there before.</summary>
    /// <param name="asked">Which; null for all.</param>
    /// <param name="none">The first of those asked for that is no dead letter; then nothing is done.</param>
    public static DeadLetterTurn? Take(ISession session, ILog log, Pipeline pipeline, IReadOnlyList<MessagePlace>? asked, bool isRetry, DateTime now, out MessagePlace none, CancellationToken stop = default)
    {
        var dead = asked is null ? DeadLetters.All(session) : DeadLetters.Among(session, asked);
        none = default;
        if (asked?.Except(dead).ToList() is { Count: > 0 } unknown)
        {
            none = unknown[0];
            return null;
        }

        if (dead.Count > 0)
        {
            if (isRetry)
                log.Append(DeadRetryOrder.Kind, now, new DeadRetryOrder(dead).ToJson());
            else
                log.Append(DeadDropOrder.Kind, now, new DeadDropOrder(dead).ToJson());
            pipeline.Run(session, null, stop);
        }

        return new DeadLetterTurn(dead.Count, isRetry ? DeadLetters.Among(session, dead).Count : 0);
    }

    /// <summary>"12:3" as an entry and its row; null for what is none.</summary>
    public static MessagePlace? Place(string text) =>
        text.Split(':') is [var entry, var row]
        && long.TryParse(entry, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var e)
        && int.TryParse(row, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var r) ? new MessagePlace(e, r) : null;
}
