using System.Diagnostics.Metrics;

namespace Meridian.Web;

/// <summary>How many messages were acknowledged and how many of them are applied; the difference is what waits, and bounds what is taken in.</summary>
public sealed class IntakeGauge
{
    public const string Meter = "Meridian";

    /// <summary>Above this the server asks its clients to come back: what waits is on disk, but labels should not fall behind by minutes.</summary>
    public const long MostWaiting = 200_000;

    private readonly Meter _meter = new(Meter);
    private readonly Counter<long> _acknowledged;
    private readonly Counter<long> _applied;
    private readonly Counter<long> _refused;
    private long _waiting;

    public IntakeGauge()
    {
        _acknowledged = _meter.CreateCounter<long>("meridian.messages.acknowledged", description: "Messages that are durable in the log.");
        _applied = _meter.CreateCounter<long>("meridian.messages.done", description: "Messages that were applied, known or rejected.");
        _refused = _meter.CreateCounter<long>("meridian.requests.refused", description: "Requests that were not taken in, by status.");
        _meter.CreateObservableGauge("meridian.messages.waiting", () => Waiting, description: "Messages that are acknowledged and not applied yet.");
    }

    /// <summary>Messages that are acknowledged and not applied yet, since this server began.</summary>
    public long Waiting => Math.Max(0, Interlocked.Read(ref _waiting));

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
