using System.Diagnostics.Metrics;

namespace Meridian.Web;

/// <summary>How many messages were acknowledged and how many of them are applied; the difference is what waits, and bounds what is taken in.</summary>
public sealed class IntakeGauge
{
    public const string Meter = "Meridian";

    /// <summary>
    /// Above this the server asks its clients to come back. What waits is on disk and costs no memory, and clients give a batch up for good after some tries: a burst of minutes is better taken in, its
    /// labels late, than sent away; one that goes on for longer than that is not kept up with.
    /// </summary>
    public const long MostWaiting = 10_000_000;

    private readonly Meter _meter = new(Meter);
    private readonly Counter<long> _acknowledged;
    private readonly Counter<long> _applied;
    private readonly Counter<long> _refused;
    private readonly Histogram<double> _delay;
    private long _waiting;

    public IntakeGauge()
    {
        _acknowledged = _meter.CreateCounter<long>("meridian.messages.acknowledged", description: "Messages that are durable in the log.");
        _applied = _meter.CreateCounter<long>("meridian.messages.done", description: "Messages that were applied, known or rejected.");
        _refused = _meter.CreateCounter<long>("meridian.requests.refused", description: "Requests that were not taken in, by status.");
        _delay = _meter.CreateHistogram<double>(Delay, "s", "From taking a request in to the labels that follow from it.");
        _meter.CreateObservableGauge("meridian.messages.waiting", () => Waiting, description: "Messages that are acknowledged and not applied yet.");
    }

    /// <summary>Name and bounds of the histogram of delays: fine where people notice.</summary>
    public const string Delay = "meridian.messages.delay";

    public static IReadOnlyList<double> DelayBounds { get; } = [0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.75, 1, 1.5, 2, 3, 5, 10, 20, 60];

    /// <summary>A request's messages are applied, this long after they were taken in.</summary>
    public void Labelled(TimeSpan after) => _delay.Record(Math.Max(0, after.TotalSeconds));

    /// <summary>Messages that are acknowledged and not applied yet, since this server began.</summary>
    public long Waiting => Math.Max(0, Interlocked.Read(ref _waiting));

    /// <summary>Nothing waits; where several servers share a store, who takes a message in and who applies it need not be the same.</summary>
    public void CaughtUp() => Interlocked.Exchange(ref _waiting, 0);

    public void Acknowledged(int messages)
    {
        Interlocked.Add(ref _waiting, messages);
        _acknowledged.Add(messages);
    }

    public void Applied(int messages)
    {
        Interlocked.Add(ref _waiting, -messages);
        _applied.Add(messages);
    }

    public void Refused(int status) => _refused.Add(1, new KeyValuePair<string, object?>("status", status));
}
