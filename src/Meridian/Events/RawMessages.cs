using System.Text;
using Meridian.Foundation.Log;
using Meridian.Ingest.Messages;

namespace Meridian.Events;

/// <summary>A message as it was received.</summary>
/// <param name="Json">Word for word.</param>
/// <param name="Order">What came with it: source, space, the file.</param>
/// <param name="Entry">The log entry that holds it.</param>
/// <param name="TriedAgain">Whether the event is of a later try of a message that failed at first.</param>
public sealed record RawMessage(string Json, EventsOrder Order, MessagePlace Entry, DateTime At, bool TriedAgain);

/// <summary>Finds messages in the log, where they stand as they came.</summary>
public static class RawMessages
{
    /// <returns>Null where the log has it no more: it was erased.</returns>
    public static RawMessage? Read(ILog log, MessagePlace place) => Read(log, place, again: false);

    private static RawMessage? Read(ILog log, MessagePlace place, bool again)
    {
        if (place.Entry < 1 || place.Entry > log.Last || place.Row < 1 || log.Read(place.Entry).FirstOrDefault() is not { } entry || entry.Entry != place.Entry)
            return null;
        if (entry.Kind == DeadRetryOrder.Kind)
            return again || DeadRetryOrder.FromJson(entry.Text).Messages is not { } messages || place.Row > messages.Count ? null : Read(log, messages[place.Row - 1], again: true);
        if (entry.Kind != EventsOrder.Kind)
            return null;
        var (order, payload) = EventsOrder.FromBody(entry.Body);
        var envelope = MessageEnvelope.Read(payload.Span, order.Type is not null);
        if (place.Row > envelope.Messages.Count)
            return null;
        var slice = envelope.Messages[place.Row - 1];
        var json = Encoding.UTF8.GetString(payload.Span.Slice(slice.Start, slice.Length));
        // Erasing a person leaves null in the place of each of their messages.
        return json == "null" ? null : new RawMessage(json, order, place, entry.At, again);
    }
}
