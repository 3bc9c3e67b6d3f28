namespace Meridian.Normalise.EventFiles;

/// <summary>
/// Each row of a chat is one message, received from the customer or sent to them. What became of one that was sent is a message of its own, so that a later export, which knows more, adds only that.
/// </summary>
internal sealed class ChatMessages(EventCells cells, EventFileCounts counts)
{
    /// <summary>More than any app lets people write; a longer text is a document, and is cut.</summary>
    private const int LongestText = 8_000;

    private readonly EventFilePlan _plan = cells.Plan;
    private readonly Dictionary<Guid, int> _seen = [];

    public IEnumerable<FileMessage> Read()
    {
        foreach (var row in EventRows.Read(_plan, counts.LeaveOut))
        {
            counts.Rows++;
            foreach (var message in Of(row))
                yield return message;
        }
    }

    private List<FileMessage> Of(EventRow row)
    {
        var message = Of(row, out var sent);
        return sent is null ? [message] : [message, .. Deliveries(row, sent)];
    }

    /// <summary>What became of a message that was sent: one that was read had been delivered.</summary>
    private IEnumerable<FileMessage> Deliveries(EventRow row, Sent sent)
    {
        var state = Delivery.None;
        if (_plan.Text(row.Cells, "delivery") is { } text && !DeliveryWords.TryRead(text, out state))
            counts.LeaveOut($"{_plan.Header[_plan.Events.Of("delivery")!.Value]} '{EventCells.Cut(text)}' is no state of a message that is known");
        foreach (var (name, field, holds) in new[]
        {
            ("Message Delivered", "delivered_at", state is Delivery.Delivered or Delivery.Read), ("Message Read", "read_at", state == Delivery.Read), ("Message Failed", "failed_at", state == Delivery.Failed),
        })
        {
            var at = cells.Time(row.Cells, field, out var problem);
            if (problem is not null)
                counts.LeaveOut(problem);
            // Without a time of its own it is of the message's, the last that is known.
            if (holds || at is not null)
            {
                yield return new FileMessage(
                    EventMessage.Write($"{sent.Id}:{field[..^3]}", name, at ?? sent.At, sent.Who, json =>
                    {
                        EventMessage.Text(json, "conversation_id", _plan.Text(row.Cells, "conversation"));
                        EventMessage.Text(json, "platform", PlatformOf(sent.Who));
                    }),
                    row.Line);
            }
        }
    }

    private static string? PlatformOf(RecordVersion who) => who.Platforms?.Split(',')[0].Split('=')[0];

    /// <param name="sent">The message, where it was sent to a customer; null for others.</param>
    private FileMessage Of(EventRow row, out Sent? sent)
    {
        sent = null;
        if (row.Broken)
            return FileMessage.Refuse(_plan, row, row.Problem!);
        if (cells.Time(row.Cells, "sent_at", out var problem) is not { } at)
            return FileMessage.Refuse(_plan, row, problem ?? "the row does not say when");
        if (Inbound(row, out problem) is not { } inbound)
            return FileMessage.Refuse(_plan, row, problem!);
        var who = inbound ? row.Who : row.AsRecipient;
        if (who is null && !inbound && row.Who is not null)
            return FileMessage.Refuse(_plan, row, "the message was sent by us, and nothing says to whom");
        if (who is null)
            return FileMessage.Refuse(_plan, row, row.Problem ?? "no usable identifier: nothing says who the customer is");
        var text = _plan.Text(row.Cells, "text");
        var sender = _plan.Text(row.Cells, "sender");
        var given = _plan.Text(row.Cells, "message_id");
        var id = given is null
            ? EventMessage.IdOf(_seen, ["chat", $"{at.Ticks}", inbound ? "in" : "out", $"{who.RecordId:N}", sender, text])
            : $"chat:{given}";
        sent = inbound ? null : new Sent(id, at, who);
        return new FileMessage(
            EventMessage.Write(id, inbound ? "Message Received" : "Message Sent", at, who, json =>
            {
                EventMessage.Text(json, "text", text is { Length: > LongestText } ? text[..LongestText] + "…" : text);
                EventMessage.Text(json, "sender", sender);
                EventMessage.Text(json, "conversation_id", _plan.Text(row.Cells, "conversation"));
                EventMessage.Text(json, "platform", PlatformOf(who));
            }),
            row.Line);
    }

    /// <summary>Whether the customer wrote the message: by its direction, else by who sent it.</summary>
    private bool? Inbound(EventRow row, out string? problem)
    {
        problem = null;
        if (_plan.Events.Of("direction") is { } column && EventFilePlan.Cell(row.Cells, column) is { } direction)
        {
            if (DirectionWords.TryRead(direction, out var inbound))
                return inbound;
            problem = $"{_plan.Header[column]} '{EventCells.Cut(direction)}' says neither received nor sent";
            return null;
        }

        if (_plan.Text(row.Cells, "sender") is not { } sender)
        {
            problem = "the row says neither in which direction the message went nor who sent it";
            return null;
        }

        if (DirectionWords.TryRead(sender, out var byWord))
            return byWord;
        // Where the customer stands in columns of their own, whoever is not in them is one of us; else whoever is not one of us is the customer.
        return !NamesCustomerApart || row.Cells.Where((_, i) => !_plan.Events.Fields.ContainsKey(i)).Any(c => TextFold.Fold(c) == TextFold.Fold(sender)) || IsWho(row.Who, sender);
    }

    private bool NamesCustomerApart { get; } = !cells.Plan.Customer.Columns.Any(c => cells.Plan.Events.Fields.ContainsKey(c.Index));

    private static bool IsWho(RecordVersion? who, string sender) => who is not null && who.Identifiers.Exists(i => i.Value == sender || (i.Kind == "phone" && DigitsOf(sender) is { Length: > 6 } digits && i.Value.EndsWith(digits, StringComparison.Ordinal)));

    private static string DigitsOf(string text) => string.Concat(text.Where(char.IsAsciiDigit)).TrimStart('0');

    private sealed record Sent(string Id, DateTime At, RecordVersion Who);
}
