namespace Meridian.Normalise.EventFiles;

/// <summary>One message of a file, or a row that makes none.</summary>
/// <param name="Json">The message, or the refused row's cells.</param>
/// <param name="Line">Where it stands, or begins.</param>
/// <param name="Refused">Why the row makes no message; null for a message.</param>
internal readonly record struct FileMessage(byte[] Json, long Line, string? Refused = null)
{
    public static FileMessage Refuse(EventFilePlan plan, EventRow row, string reason) => new(EventMessage.Refused(plan.Header, row.Cells), row.Line, reason);
}

/// <summary>What was found in a table beside its messages.</summary>
public sealed class EventFileCounts
{
    private const int MostExamples = 5;

    private readonly Dictionary<string, long> _notes = new(StringComparer.Ordinal);

    /// <summary>Rows of the table, blank ones aside.</summary>
    public long Rows { get; internal set; }

    /// <summary>Messages that they make, refused rows among them.</summary>
    public long Messages { get; internal set; }

    /// <summary>Rows, or orders of several rows, that make no message because of what is wrong with them.</summary>
    public long Refused { get; internal set; }

    /// <summary>Orders that were never bought: not paid, or cancelled.</summary>
    public long PassedOver { get; internal set; }

    /// <summary>Values that could not be read and were left out of what was taken.</summary>
    public long LeftOut { get; private set; }

    /// <summary>The first of them, and words that were not known, in words for people.</summary>
    public IReadOnlyList<string> Notes => [.. _notes.Select(n => n.Value == 1 ? n.Key : $"{n.Key} ({n.Value:N0} times)")];

    internal void LeaveOut(string what)
    {
        LeftOut++;
        Note($"left out: {what}");
    }

    internal void Note(string what)
    {
        if (_notes.ContainsKey(what) || _notes.Count < MostExamples)
            _notes[what] = _notes.GetValueOrDefault(what) + 1;
    }
}
