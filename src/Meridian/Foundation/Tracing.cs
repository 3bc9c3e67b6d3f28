using System.Diagnostics;

namespace Meridian.Foundation;

/// <summary>
/// Spans of what the program does, for whoever listens; without a listener they cost a comparison. They carry counts and numbers of entries, never what a customer's data says.
/// </summary>
public static class Tracing
{
    public const string SourceName = "Meridian";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>
    /// A span of work that begins a trace, unless it is part of another of these spans. ASP.NET's own activity of a request is no parent: it is never exported, and being unsampled it would
    /// take every span below it along.
    /// </summary>
    public static Activity? Begin(string name, ActivityKind kind = ActivityKind.Internal)
    {
        if (!Source.HasListeners())
            return null;
        if (Activity.Current is { } current && current.Source != Source)
            Activity.Current = null;
        return Source.StartActivity(name, kind);
    }

    /// <summary>A part of the span at hand; nothing where there is none, so that what no trace asked for makes no traces of its own.</summary>
    public static Activity? Part(string name) => Activity.Current?.Source == Source ? Source.StartActivity(name) : null;
}
