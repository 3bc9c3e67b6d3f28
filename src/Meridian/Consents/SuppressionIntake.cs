using System.Text.RegularExpressions;
using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Foundation.Log;
using Meridian.Ingest;
using Meridian.Normalise;

namespace Meridian.Consents;

/// <summary>What became of a list of identifiers to be suppressed, or taken off the list.</summary>
/// <param name="Done">New on the list, or off it.</param>
/// <param name="Unchanged">Were there already, or were not there.</param>
public sealed record SuppressionReceipt(IReadOnlyList<long> Entries, int Done, int Unchanged, IReadOnlyList<ConsentRefusal> Refused);

/// <summary>Puts identifiers on the suppression list and takes them off, for hosts; nothing is applied here.</summary>
public static partial class SuppressionIntake
{
    private const int MostItems = 5_000;

    /// <summary>Reads one identifier or hash; false with why it is none.</summary>
    public static bool TryRead(string text, string? country, out SuppressedItem item, out string? problem)
    {
        (item, problem) = (null!, null);
        text = text.Trim();
        if (Hexadecimal().IsMatch(text))
        {
            if (text.Length == 64)
            {
                item = new SuppressedItem(text.ToLowerInvariant());
                return true;
            }

            problem = text.Length == 32
                ? "is an MD5 hash: such hashes of addresses and numbers can be looked up, and a list of them is a list of people. Ask for SHA-256 of the address in lower case, or of the number as + and digits"
                : "is a SHA-1 hash: such hashes can be forged. Ask for SHA-256 of the address in lower case, or of the number as + and digits";
            return false;
        }

        if (!IdentifierText.TryRead(text, country, out var identifier, out problem))
            return false;
        item = new SuppressedItem(Suppressions.Hash(identifier.Value), identifier.Kind, identifier.Value, identifier.MatchKey);
        return true;
    }

    /// <summary>Writes what is not on the list yet to the log.</summary>
    /// <param name="channel">One of <see cref="Channels.All"/>; null for all.</param>
    public static SuppressionReceipt Suppress(ISession session, ILog log, IEnumerable<(long Place, string Text)> texts, string? country, string? channel, string? reason, DateTime now)
    {
        var erased = Suppression.Load(session);
        var listed = Suppressions.All(session).Where(s => s.Channel == channel || s.Channel is null).Select(s => s.Hash).ToHashSet(StringComparer.Ordinal);
        var (items, refused, unchanged) = (new List<SuppressedItem>(), new List<ConsentRefusal>(), 0);
        foreach (var (place, text) in texts)
        {
            if (!TryRead(text, country, out var item, out var problem))
                refused.Add(new ConsentRefusal(place, problem!));
            else if (item.Match is { } key && erased?.Holds(key) == true)
                refused.Add(new ConsentRefusal(place, "is of somebody whose data was erased; nothing is kept of them, and nobody writes to them"));
            else if (listed.Add(item.Hash))
                items.Add(item);
            else
                unchanged++;
        }

        var entries = items.Chunk(MostItems).Select(part => log.Append(SuppressOrder.Kind, now, new SuppressOrder(channel, reason, part).ToJson()).Entry).ToList();
        return new SuppressionReceipt(entries, items.Count, unchanged, refused);
    }

    /// <summary>Writes to the log that identifiers are off the list.</summary>
    /// <param name="channel">Only as far as they are on it for this channel; null for wherever they are.</param>
    public static SuppressionReceipt Unsuppress(ISession session, ILog log, IEnumerable<(long Place, string Text)> texts, string? country, string? channel, string? reason, DateTime now)
    {
        var listed = Suppressions.All(session).Where(s => channel is null || s.Channel == channel).ToLookup(s => s.Hash, StringComparer.Ordinal);
        var (hashes, refused, unchanged) = (new HashSet<string>(StringComparer.Ordinal), new List<ConsentRefusal>(), 0);
        foreach (var (place, text) in texts)
        {
            if (!TryRead(text, country, out var item, out var problem))
            {
                refused.Add(new ConsentRefusal(place, problem!));
                continue;
            }

            // A list of hashes may have the number without its plus.
            var found = new[] { item.Hash, item.Value is { } value ? Suppressions.Hash(value.TrimStart('+')) : item.Hash }.Where(listed.Contains).ToList();
            if (found.Count == 0)
                unchanged++;
            hashes.UnionWith(found);
        }

        var entries = hashes.Chunk(MostItems).Select(part => log.Append(UnsuppressOrder.Kind, now, new UnsuppressOrder(channel, reason, part).ToJson()).Entry).ToList();
        return new SuppressionReceipt(entries, hashes.Count, unchanged, refused);
    }

    [GeneratedRegex("^([0-9a-fA-F]{32}|[0-9a-fA-F]{40}|[0-9a-fA-F]{64})$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Hexadecimal();
}
