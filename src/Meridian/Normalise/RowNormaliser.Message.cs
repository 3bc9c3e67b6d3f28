using Meridian.Foundation.Geography;
using Meridian.Ingest;

namespace Meridian.Normalise;

/// <summary>Who a message is of, as it says.</summary>
/// <param name="PreviousId">Of an alias: the id that the user had before, a user id or an anonymous id.</param>
internal readonly record struct MessageIds(string? UserId, string? AnonymousId, string? DeviceId, string? PreviousId);

/// <content>A message's traits instead of a file's row: the same readers, fed by name instead of by column.</content>
public sealed partial class RowNormaliser
{
    /// <summary>Kinds of identifiers by which nobody can be reached or recognised elsewhere; a profile with no other is a visitor, not a customer.</summary>
    internal const string AnonymousId = "anonymous_id";
    internal const string DeviceId = "device_id";

    /// <summary>The id that a user had before, as an alias says it; it joins the records of both, user ids though they be.</summary>
    internal const string Alias = "alias";

    /// <summary>Puts a statement together from a message's traits; one without identifiers has no record.</summary>
    /// <param name="addressCountry">As the traits' address has it; null for none.</param>
    internal RecordVersion ReadMessage(int row, in MessageIds ids, IReadOnlyList<(ColumnRole Role, string Text)> traits, string? addressCountry, out string? warning)
    {
        var v = new RecordVersion { Row = row };
        _platforms.Clear();
        _custom.Clear();
        _warnings.Clear();
        _firstBad = null;
        var state = _state;
        state.Begin(v);
        if (addressCountry is not null && Countries.TryFind(addressCountry, out var country))
            v.AddressCountry = country;
        foreach (var (role, text) in traits)
        {
            var cell = CellText.Clean(text);
            if (!cell.IsEmpty)
            {
                state.IsGenerated |= GeneratedMark.Is(role, cell);
                if (role.Kind is not (FieldKind.Phone or FieldKind.Handle))
                    ReadCell(role, cell, state);
            }
        }

        FinishName(v, state);
        foreach (var (role, text) in traits)
        {
            var cell = CellText.Clean(text);
            if (cell.IsEmpty || role.Kind is not (FieldKind.Phone or FieldKind.Handle))
                continue;
            if (state.IsGenerated)
                Warn(role, cell, state, GeneratedMark.Refusal);
            else if (role.Kind == FieldKind.Handle)
                ReadHandle(role, role.Platform!, cell, state);
            else
                ReadPhones(role, cell, state);
        }

        FinishPlatforms(state);
        FinishMessageIds(v, ids);
        v.Custom = _custom.Count == 0 ? null : CustomTraits.ToJson(_custom);
        FinishHash(v);
        warning = _warnings.Count == 0 ? null : $"{_warnings[0].Column} '{_warnings[0].Value}' {_warnings[0].Reason}";
        return v;
    }

    /// <summary>The record of a user of an app: the same that a file of the app's users has.</summary>
    internal static Guid UserRecord(string space, string userId) => Record(space, "id", userId);

    internal static Guid AnonymousRecord(string space, string anonymousId) => Record(space, AnonymousId, anonymousId);

    private static Guid Record(string space, string kind, string id)
    {
        var hash = default(Foundation.Hashing.ContentHash);
        hash.Add(space);
        hash.Add(kind);
        hash.Add(id);
        return hash.Finish();
    }

    private void FinishMessageIds(RecordVersion v, in MessageIds ids)
    {
        v.IsAnonymous = ids.UserId is null && v.Identifiers.Count == 0;
        if (ids.UserId is { } user)
        {
            AddIdentifier(v, "user_id", plan.Source, user, user, null, null);
            v.ExternalId = user;
            v.RecordId = UserRecord(plan.Source, user);
        }
        else if (ids.AnonymousId is { } anonymous)
        {
            v.RecordId = AnonymousRecord(plan.Source, anonymous);
        }
        else if (v.Identifiers.Count > 0)
        {
            FinishIds(v, _state);
        }

        if (ids.AnonymousId is { } visitor)
            AddIdentifier(v, AnonymousId, plan.Source, visitor, visitor, null, null);
        if (ids.DeviceId is { } device && (ids.UserId ?? ids.AnonymousId) is not null)
            AddIdentifier(v, DeviceId, plan.Source, device, device, null, null);
        if (ids.PreviousId is { } previous && previous != ids.UserId)
        {
            // Nobody says which of the two it was.
            v.Identifiers.Add(new Identifier(Alias, plan.Source, previous, MatchKey("user_id", plan.Source, previous), null, null));
            AddIdentifier(v, AnonymousId, plan.Source, previous, previous, null, null);
        }
    }
}
