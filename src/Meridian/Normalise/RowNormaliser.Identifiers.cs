using Meridian.Foundation.Hashing;
using Meridian.Foundation.Platforms;
using Meridian.Ingest;

namespace Meridian.Normalise;

/// <content>What identifies a customer: ids, e-mails, phones, handles, and the platforms that a row names.</content>
public sealed partial class RowNormaliser
{
    private string? ReadId(ColumnRole column, ReadOnlySpan<char> cell, RowState row)
    {
        if (!BlockedIds.Contains(cell, countsFromZero: column.Kind == FieldKind.ExternalId))
            return IdText(cell);
        Warn(column, cell, row, "names nobody");
        return null;
    }

    /// <summary>A spreadsheet's "17850.0" is customer 17850.</summary>
    private static string IdText(ReadOnlySpan<char> cell)
    {
        if (cell.Length > 2 && cell.EndsWith(".0", StringComparison.Ordinal) && !cell[..^2].ContainsAnyExceptInRange('0', '9'))
            cell = cell[..^2];
        return UnicodeForm.ToNfkc(cell);
    }

    private void ReadEmails(ColumnRole column, ReadOnlySpan<char> cell, RowState row)
    {
        if (EmailText.TryRead(cell, out var email, out var problem))
        {
            Add(row.Version, email);
            // Taken as it stands: what looks like a slip may be somebody's own domain.
            if (EmailText.Warning(email) is { } doubt)
                _warnings.Add(new RowWarning(row.Version.Row, column.Header, email.Value, doubt));
            return;
        }

        // Several in one cell: each that reads counts, and only the others are warned of.
        const string separators = ";,/| \n、；，";
        if (cell.IndexOfAny(separators) > 0)
        {
            foreach (var part in cell.SplitAny(separators))
            {
                var one = cell[part].Trim();
                if (one.IsEmpty)
                    continue;
                if (EmailText.TryRead(one, out email, out var wrong))
                    Add(row.Version, email);
                else if (one.Contains('@') || !cell.Contains('@'))
                    Warn(column, one, row, wrong ?? "is not an e-mail address");
            }

            return;
        }

        Warn(column, cell, row, problem ?? "is not an e-mail address");
    }

    private static void Add(RecordVersion v, in Email email) =>
        AddIdentifier(v, "email", "", email.Value, email.IsRole ? null : email.MatchKey, email.IsRole ? "role" : email.IsDisposable ? "disposable" : null, null);

    private static void AddIdentifier(RecordVersion v, string kind, string space, string value, string? matchText, string? note, string? numberType)
    {
        foreach (var known in v.Identifiers)
        {
            if (known.Kind == kind && known.Value == value)
                return;
        }

        v.Identifiers.Add(new Identifier(kind, space, value, matchText is null ? null : MatchKey(kind, space, matchText), note, numberType));
    }

    internal static Guid MatchKey(string kind, string space, string text)
    {
        Span<char> buffer = stackalloc char[kind.Length + space.Length + text.Length + 2];
        kind.CopyTo(buffer);
        buffer[kind.Length] = '\u001f';
        space.CopyTo(buffer[(kind.Length + 1)..]);
        buffer[kind.Length + space.Length + 1] = '\u001f';
        text.CopyTo(buffer[(kind.Length + space.Length + 2)..]);
        return ContentHash.Of(buffer);
    }

    private void ReadHandle(ColumnRole column, Platform platform, ReadOnlySpan<char> cell, RowState row)
    {
        Platforms.TryReadHandle(platform, cell, out var handle, out var reading);
        switch (reading)
        {
            case HandleReading.Handle:
                AddIdentifier(row.Version, platform.Key, "", handle, handle, null, null);
                _platforms.Add(platform, byHandle: true);
                break;
            case HandleReading.Phone:
                // "WhatsApp: +86 138..." is a phone that the source says is reached there.
                if (ReadPhone(column, handle, row, warn: true))
                    _platforms.Add(platform, byHandle: true);
                break;
            case HandleReading.Present:
                _platforms.Add(platform, byHandle: false);
                break;
            case HandleReading.Absent or HandleReading.Blank:
                break;
            default:
                Warn(column, cell, row, $"is not a {platform.Name} handle");
                break;
        }
    }

    /// <summary>An account on the platform that the row or the source names; without one a link, a number or an address still says what it is.</summary>
    private void ReadPlainHandle(ColumnRole column, string text, RowState row)
    {
        if (row.IsGenerated)
            Warn(column, text, row, GeneratedMark.Refusal);
        else if (Platforms.TryReadLink(text, out var owner, out _, out _))
            ReadHandle(column, owner, text, row);
        else if ((row.StatedPlatform ?? plan.SourcePlatform) is { } platform)
            ReadHandle(column, platform, text, row);
        else if (EmailText.TryRead(text, out var email, out _))
            Add(row.Version, email);
        else if (text.Count(char.IsAsciiDigit) < 7 || !ReadPhone(column, text, row, warn: false))
        {
            _custom.Add(("username", text));
            Warn(column, text, row, "is an account, and the row names no platform on which it is");
        }
    }

    /// <summary>"shop:42; crm:7": each id keeps the space that it had.</summary>
    private static void ReadExportedIds(ReadOnlySpan<char> cell, RecordVersion v)
    {
        foreach (var range in cell.Split(';'))
        {
            var part = cell[range].Trim();
            var colon = part.IndexOf(':');
            if (colon > 0 && colon < part.Length - 1)
                AddIdentifier(v, "external_id", part[..colon].ToString(), part[(colon + 1)..].ToString(), null, null, null);
        }
    }

    /// <summary>"telegram:ana_b; line:ana.b".</summary>
    private void ReadExportedHandles(ColumnRole column, ReadOnlySpan<char> cell, RowState row)
    {
        foreach (var range in cell.Split(';'))
        {
            var part = cell[range].Trim();
            var colon = part.IndexOf(':');
            if (colon > 0 && !row.IsGenerated && Platforms.WithKey(part[..colon].ToString()) is { } platform)
                ReadHandle(column, platform, part[(colon + 1)..], row);
        }
    }

    private void ReadPlatforms(ColumnRole column, ReadOnlySpan<char> cell, RowState row)
    {
        var platforms = Platforms.ReadList(cell, out var unknown);
        foreach (var platform in platforms)
        {
            if (!platform.IsPlatform)
                continue;
            _platforms.Add(platform, byHandle: false);
            row.StatedPlatform ??= platform;
        }

        // E-mail and SMS are channels: no platform, and nothing wrong with the cell.
        if (unknown is not null)
            Warn(column, unknown, row, "is not a platform that is known");
    }

    private void ReadPhones(ColumnRole column, ReadOnlySpan<char> cell, RowState row)
    {
        // Several in one cell, as phone books and people write them ("a ::: b", "a / b", "a、b", "+a +b"): each that reads counts, the others are warned of.
        if (!PhoneCell.HoldsSeveral(cell))
        {
            ReadPhone(column, cell, row, warn: true);
            return;
        }

        foreach (var range in PhoneCell.Split(cell))
            ReadPhone(column, cell[range], row, warn: true);
    }

    private bool ReadPhone(ColumnRole column, ReadOnlySpan<char> cell, RowState row, bool warn)
    {
        var v = row.Version;
        if (!PhoneText.TryRead(cell, row.DialCountry ?? v.Country ?? v.AddressCountry, column.PhoneCountry, plan.Country, out var phone, out var problem))
        {
            if (warn)
                Warn(column, cell, row, problem!);
            return false;
        }

        AddIdentifier(v, "phone", "", phone.E164, phone.MayJoin ? phone.MatchText : null, phone.IsValid ? null : "possible", phone.Type);
        if (phone.IsValid && v.PhoneCountry is null)
        {
            v.PhoneCountry = phone.Country;
            v.PhoneZone = phone.Zone;
        }

        return true;
    }
}
