using Meridian.Foundation.Log;
using Meridian.Ingest.Columns;

namespace Meridian.Ingest;

/// <summary>What is said of a source cannot be taken, in words for a person.</summary>
/// <param name="isMissing">Whether there is no such source.</param>
public sealed class SourceException(string message, bool isMissing = false) : Exception(message)
{
    public bool IsMissing => isMissing;
}

/// <summary>Takes in what people say of sources, for hosts. Nothing is applied here.</summary>
public static class SourceIntake
{
    private const int MostTrust = 100;

    /// <summary>Says how far a source is trusted and how its next file is read; what the order leaves out stays as it was.</summary>
    /// <param name="log">An <see cref="ActingLog"/>: who says it is kept.</param>
    /// <param name="known">Names of the sources that there are.</param>
    /// <returns>The log's entry.</returns>
    /// <exception cref="SourceException">There is no such source, nothing is said of it, or its trust is no number from 0 to 100.</exception>
    /// <exception cref="MappingException">A mapping cannot be read, or names a field that there is not.</exception>
    public static long Save(ILog log, IReadOnlyCollection<string> known, SourceOrder order, DateTime now)
    {
        if (!known.Contains(order.Source))
        {
            var near = NearestName.Of(order.Source, known);
            throw new SourceException($"There is no source '{order.Source}'.{(near is null ? " 'meridian sources list' names those that there are." : $" Did you mean '{near}'?")}", isMissing: true);
        }

        if (order is { Trust: null, Mapping: null, EventMapping: null })
            throw new SourceException($"Nothing is said of source '{order.Source}'. Give its trust, or a mapping.");
        if (order.Trust is < 0 or > MostTrust)
            throw new SourceException($"A trust of {order.Trust} is none: it goes from 0 to {MostTrust}, and {Sources.DefaultTrust} is what every source begins with.");
        return log.Append(SourceOrder.Kind, now, (order with { Mapping = Clean(order.Mapping, []), EventMapping = Clean(order.EventMapping, EventHeaders.Fields) }).ToJson()).Entry;
    }

    /// <summary>As a mapping is written; one that says nothing is none.</summary>
    private static string? Clean(string? mapping, IReadOnlyCollection<string> more)
    {
        if (string.IsNullOrWhiteSpace(mapping))
            return mapping is null ? null : "";
        var read = Mapping.Parse(mapping, more);
        return read.Equals(Mapping.Empty) ? "" : read.ToJson();
    }
}
