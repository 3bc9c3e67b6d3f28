using Meridian.Foundation.Log;
using NodaTime;

namespace Meridian.Foundation.Governance;

/// <summary>
/// Gathers accesses until the host writes them to the log, at most one entry a second. Each actor has so many lines a minute; what comes beyond is counted and not told apart, so that
/// nobody can fill the disk by being denied. Any number of threads may record.
/// </summary>
public sealed class AccessBook(IClock clock) : IAccessRecord
{
    /// <summary>Lines of one actor in one minute.</summary>
    public const int MostLines = 60;

    /// <summary>Actors that are told apart in one minute; beyond, they are strangers.</summary>
    public const int MostActors = 1_000;

    /// <summary>What is said of accesses beyond the cap.</summary>
    public const string Many = "many more";

    /// <summary>Who shows no key, or one that is not known.</summary>
    public const string Stranger = "stranger";

    private static readonly Duration Between = Duration.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Actor, string Action, string Subject, bool Allowed), long> _counts = [];
    private readonly Dictionary<string, int> _lines = new(StringComparer.Ordinal);
    private Instant _minute;
    private Instant _written;

    public void Tell(Access access) => Record(new AccessNote(access.Key ?? Stranger, access.Action, access.Subject ?? "", access.Outcome == Outcome.Allowed));

    public void Record(AccessNote note)
    {
        lock (_gate)
        {
            var now = clock.GetCurrentInstant();
            if (now - _minute >= Duration.FromMinutes(1) || now < _minute)
            {
                _minute = now;
                _lines.Clear();
            }

            var actor = _lines.ContainsKey(note.Actor) || _lines.Count < MostActors ? Short(note.Actor) : Many;
            var key = (actor, Short(note.Action), Short(note.Subject), note.Allowed);
            if (!_counts.ContainsKey(key))
            {
                var lines = _lines.GetValueOrDefault(actor);
                if (lines >= MostLines)
                    key = (actor, Many, "", note.Allowed);
                else
                    _lines[actor] = lines + 1;
            }

            _counts[key] = _counts.GetValueOrDefault(key) + 1;
        }
    }

    /// <summary>Writes what came to the log, if there is anything and the last time was a second ago; the host calls it now and then, and when it stops.</summary>
    /// <exception cref="IOException">The disk refused it; it is tried again with the next.</exception>
    public void Flush(ILog log, bool now = false)
    {
        List<AccessCount> accesses;
        var at = clock.GetCurrentInstant();
        lock (_gate)
        {
            if (_counts.Count == 0 || (!now && at - _written < Between && at >= _written))
                return;
            accesses = [.. _counts.Select(c => new AccessCount(c.Key.Actor, c.Key.Action, c.Key.Subject, c.Key.Allowed, c.Value))
                .OrderBy(a => a.Actor, StringComparer.Ordinal).ThenBy(a => a.Action, StringComparer.Ordinal).ThenBy(a => a.Subject, StringComparer.Ordinal).ThenBy(a => a.Allowed)];
            _counts.Clear();
            _written = at;
        }

        try
        {
            log.Append(AccessOrder.Kind, clock.StoreNow(), new AccessOrder(accesses).ToJson());
        }
        catch
        {
            lock (_gate)
            {
                foreach (var a in accesses)
                    _counts[(a.Actor, a.Action, a.Subject, a.Allowed)] = _counts.GetValueOrDefault((a.Actor, a.Action, a.Subject, a.Allowed)) + a.Times;
            }

            throw;
        }
    }

    private static string Short(string text) => text.Length > 200 ? text[..200] : text;
}
