namespace Meridian.WebTests.Running;

/// <summary>Compares what clients say that they delivered with what is in the store.</summary>
internal static class Delivery
{
    /// <summary>Every message is delivered, in the store once, of the type it was sent as, and nothing else is there; the counters say the same.</summary>
    /// <returns>The counters, for what a test says of messages that came twice.</returns>
    public static async Task<MessageCounts> AllOnce(ServerProcess server, List<Told> told, int sent)
    {
        Assert.Equal([], told.Where(t => t.Error is not null || t.Id is null));
        Assert.Equal(sent, told.Select(t => t.Id!).Distinct(StringComparer.Ordinal).Count());
        var counts = await server.Counts();
        var stored = await server.Messages();
        Assert.Equal(told.Select(t => $"{t.Id} {t.Type}").Order(StringComparer.Ordinal), stored.Select(s => $"{s.MessageId} {s.Type}").Order(StringComparer.Ordinal));
        Assert.Equal(told.Count(t => t.Type is "track" or "page" or "screen"), await server.CountEvents());
        Assert.Equal(counts.Received, counts.Applied + counts.Duplicate + counts.Rejected);
        Assert.Equal((sent, 0), (counts.Applied, counts.Rejected));
        return counts;
    }
}
