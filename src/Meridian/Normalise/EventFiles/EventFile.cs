using System.Globalization;
using Meridian.Ingest;
using Meridian.Ingest.Columns;
using Meridian.Ingest.Messages;
using Meridian.Ingest.Reading;

namespace Meridian.Normalise.EventFiles;

/// <summary>A table of orders or of a chat, turned into the messages that the shop or the chat would have sent.</summary>
public sealed class EventFile
{
    private readonly EventFilePlan _plan;
    private readonly DateTime _at;

    private EventFile(EventFilePlan plan, DateTime at) => (_plan, _at) = (plan, at);

    /// <summary>What is known after <see cref="Read"/>.</summary>
    public EventFileCounts Counts { get; } = new();

    public EventTable Kind => _plan.Events.Kind;

    /// <summary>What a person should know of its columns.</summary>
    public IReadOnlyList<string> Notes => _plan.Notes;

    /// <summary>What each column is taken for: header and field, in the file's order; "-" for one that is not used.</summary>
    public IEnumerable<(string Header, string Field)> Columns
    {
        get
        {
            var used = _plan.Customer.Columns.Concat(_plan.Customer.PhoneColumns).Where(c => EventMessage.IsUsed(c.Kind)).Select(c => c.Index).ToHashSet();
            return _plan.Header.Select((header, i) => (header,
                _plan.Events.Fields.TryGetValue(i, out var known) ? known : used.Contains(i) ? _plan.Customer.Guesses.Columns[i].Field : "-"));
        }
    }

    /// <summary>Whether a file holds messages, one JSON object a line, and is no table: by its first character, and by its name where that is damaged.</summary>
    /// <exception cref="UnreadableFileException">The file is missing, empty, or not what it says.</exception>
    public static bool HoldsMessages(string path)
    {
        var file = StoredFile.Identify(path, DecompressionLimits.Default);
        if (file.Compression == "zip" || file.Kind != ContentKind.Text)
            return false;
        var name = file.Compression is null ? path : Path.GetFileNameWithoutExtension(path);
        var start = file.Start;
        start = (start.StartsWith("\uFEFF"u8) ? start[3..] : start).TrimStart(" \t\r\n"u8);
        return start.StartsWith("{"u8) || start.StartsWith("["u8) || Path.GetExtension(name).ToLower(CultureInfo.InvariantCulture) is ".json" or ".jsonl" or ".ndjson";
    }

    /// <summary>What is known of a file's text before it is read.</summary>
    public static ReadOptions OptionsOf(string path, ImportOrder order) => FilePlanner.Options(order.Mapping is null ? null : Mapping.Parse(order.Mapping, EventHeaders.Fields), path);

    /// <param name="order">Of the file, as an import has it; its mapping may name the fields of events too.</param>
    /// <param name="at">When it is taken in.</param>
    /// <exception cref="UnreadableFileException">The file is not what it says, or no table of orders or of a chat.</exception>
    public static EventFile Open(string path, ImportOrder order, DateTime at) => new(EventFilePlan.Open(path, order, at), at);

    /// <summary>The table's messages, in payloads as a client would send them.</summary>
    public IEnumerable<FilePart> Read()
    {
        var cells = new EventCells(_plan, _at, Counts);
        using var parts = new FileParts();
        foreach (var message in Kind == EventTable.Orders ? new OrderMessages(cells, Counts).Read() : new ChatMessages(cells, Counts).Read())
        {
            Counts.Messages++;
            if (message.Refused is not null)
                Counts.Refused++;
            if (parts.Full(message.Json.Length) is { } full)
                yield return full;
            parts.Add(message.Json, message.Line, message.Refused);
        }

        if (parts.Take() is { } last)
            yield return last;
    }
}
