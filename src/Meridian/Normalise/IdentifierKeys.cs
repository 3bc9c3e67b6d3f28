using Meridian.Ingest.Columns;
using Meridian.Ingest.Messages;

namespace Meridian.Normalise;

/// <summary>What a text that names somebody ("ana@example.com", "+55 11 98765-4321", "crm:17", "telegram:ana", a link) is recognised by, whichever of these it is.</summary>
public static class IdentifierKeys
{
    /// <summary>Match keys and record ids of all readings.</summary>
    public static IReadOnlySet<Guid> Of(string text)
    {
        text = text.Trim();
        var keys = new HashSet<Guid>();
        Add(keys, EventsOrder.SharedSpace, new MessageIds(text, text, null, null), ("email", text), ("phone", text));
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var (space, id) = colon > 0 ? (text[..colon].Trim(), text[(colon + 1)..].Trim()) : ("", "");
        if (id.Length == 0)
            return keys;
        Add(keys, space, new MessageIds(id, id, null, null));
        if (FilePlanner.PlatformOf(space) is { } platform)
            Add(keys, EventsOrder.SharedSpace, new MessageIds(null, "none", null, null), (Fields.HandlePrefix + platform.Key, id));
        if (space is "email" or "phone")
            Add(keys, EventsOrder.SharedSpace, new MessageIds(null, "none", null, null), (space, id));
        return keys;
    }

    /// <summary>What a phone is recognised by.</summary>
    /// <param name="e164">"+" and digits.</param>
    public static Guid? OfPhone(string e164) => PhoneText.TryRead(e164, null, null, null, out var phone, out _) ? RowNormaliser.MatchKey("phone", "", phone.MatchText) : null;

    private static void Add(HashSet<Guid> keys, string space, in MessageIds ids, params ReadOnlySpan<(string Field, string Text)> traits)
    {
        var normaliser = new RowNormaliser(new ImportPlan(space, null, null, default, [], [], new ColumnPlan([], []), []));
        foreach (var (field, value) in traits)
            Add(keys, normaliser, new MessageIds(null, null, null, null), [(Messages.TraitRoles.Of(field), value)]);
        Add(keys, normaliser, ids with { AnonymousId = null }, []);
        Add(keys, normaliser, ids with { UserId = null }, []);
    }

    private static void Add(HashSet<Guid> keys, RowNormaliser normaliser, in MessageIds ids, IReadOnlyList<(ColumnRole Role, string Text)> traits)
    {
        var statement = normaliser.ReadMessage(1, ids, traits, null, out _);
        if (statement.Identifiers.Count > 0)
            keys.Add(statement.RecordId);
        keys.UnionWith(statement.Identifiers.Where(i => i.MatchKey is not null).Select(i => i.MatchKey!.Value));
    }
}
