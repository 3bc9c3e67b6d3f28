using Meridian.Foundation.Geography;
using Meridian.Ingest;
using Meridian.Normalise;
using Meridian.Normalise.Messages;

namespace Meridian.Consents;

/// <summary>A statement of consent as somebody writes it down, in words that are not looked at yet.</summary>
/// <param name="Identifier">E-mail address, phone, platform:handle or link; null for a withdrawal of a whole customer.</param>
/// <param name="Customer">Of a withdrawal: the profile whose records it is of.</param>
/// <param name="Channel">A channel by any of its names, or "any"; null for the only one that the identifier has.</param>
/// <param name="State">"granted" or "withdrawn".</param>
/// <param name="At">ISO 8601; null for now.</param>
/// <param name="Own">Whether the person did it themselves, in a form, at a counter, on the phone.</param>
/// <param name="Country">Where a national number is from.</param>
public sealed record ConsentRequest(
    string? Identifier, string? Channel, string? Purpose, string? State, string? At = null, bool Own = false, string? Source = null, string? Wording = null, string? Proof = null,
    string? Country = null, Guid? Customer = null)
{
    private const int LongestText = 4_000;

    /// <summary>A little: clocks differ.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    /// <summary>Nobody kept consents before.</summary>
    private static readonly DateTime Earliest = new(1990, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);

    /// <summary>The statement; false with what is wrong, where, and what to write instead.</summary>
    /// <param name="now">UTC.</param>
    public bool TryRead(DateTime now, out ConsentItem item, out string? problem)
    {
        (item, problem) = (null!, null);
        if (State is not ("granted" or "withdrawn"))
            problem = $"state: '{State}' is neither granted nor withdrawn";
        else if (Identifier is null && (Customer is null || State == "granted"))
            problem = State == "granted" && Customer is not null ? "identifier: consent is given for an address or a number; name it" : "identifier: is missing";
        else if (new[] { Source, Wording, Proof }.Any(t => t?.Length > LongestText))
            problem = $"source, wording, proof: at most {LongestText:N0} characters each";
        if (problem is not null)
            return false;
        string? country = null;
        if (Country is not null && !Countries.TryFind(Country, out country))
            return No($"country: '{Country}' is no country", out problem);
        Identifier? who = null;
        if (Identifier is not null && !IdentifierText.TryRead(Identifier, country, out who, out var wrong))
            return No($"identifier: {wrong}", out problem);
        if (!TryReadChannel(who, out var channel, out problem) || !TryReadPurpose(out var purpose, out problem) || !TryReadTime(now, out var at, out problem))
            return false;
        if (channel is not null && who is not null && !Channels.Kinds(channel).Contains(who.Kind))
            return No($"channel: nobody is reached by {channel} at {(who.Kind == "email" ? "an e-mail address" : $"a {who.Kind}")}", out problem);
        item = new ConsentItem(
            who?.Kind, who?.Space, who?.Value, who?.MatchKey, channel, purpose, State == "granted", at, Own, Blank(Source), Blank(Wording), Blank(Proof),
            Customer is { } customer ? [customer] : null);
        return true;
    }

    private bool TryReadChannel(Identifier? who, out string? channel, out string? problem)
    {
        (channel, problem) = (null, null);
        if (IsAny(Channel) || (Channel is null && who is null))
            return true;
        if (Channel is null)
        {
            channel = Channels.Only(who!.Kind);
            // Who withdraws and names no channel means all of them.
            return channel is not null || State == "withdrawn" || No("channel: say which: sms, call, whatsapp, ..., or any", out problem);
        }

        return Channels.TryFind(Channel, out channel!) || No($"channel: '{Channel}' is none; email, sms, call, a platform such as whatsapp, or any", out problem);
    }

    private bool TryReadPurpose(out string? purpose, out string? problem)
    {
        (purpose, problem) = (Purposes.Marketing, null);
        if (Purpose is null)
            return true;
        if (IsAny(Purpose))
        {
            purpose = null;
            return State == "withdrawn" || No("purpose: consent is given for a purpose; name it (marketing, transactional, ...)", out problem);
        }

        return Purposes.TryRead(Purpose, out purpose!) || No($"purpose: '{Purpose}' is no word; {string.Join(", ", Purposes.Known)} or a word of your own (letters, digits, - and _)", out problem);
    }

    private bool TryReadTime(DateTime now, out DateTime at, out string? problem)
    {
        (at, problem) = (now, null);
        if (At is null)
            return true;
        if (!MessageTime.TryRead(At, out at))
            return No($"at: '{At}' is no ISO 8601 time, such as 2026-05-12T10:30:00Z", out problem);
        if (at > now + Ahead)
            return No($"at: {at:yyyy-MM-dd HH:mm} is in the future", out problem);
        if (at < Earliest)
            return No($"at: {at:yyyy-MM-dd} is from a clock that was not set", out problem);
        at = at > now ? now : at;
        return true;
    }

    private static bool IsAny(string? text) => text is not null && text.Trim().ToLowerInvariant() is "any" or "all";

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static bool No(string reason, out string? problem)
    {
        problem = reason;
        return false;
    }
}
