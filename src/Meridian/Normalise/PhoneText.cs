using Meridian.Phones;

namespace Meridian.Normalise;

/// <summary>A phone number in one form.</summary>
/// <param name="E164">"+8613800138000".</param>
/// <param name="Country">ISO 3166-1 alpha-2, or null where the number names none (satellite, +800).</param>
/// <param name="Type">"mobile", "fixed_line", "fixed_line_or_mobile", "toll_free", ... or "unknown".</param>
/// <param name="IsValid">False: only the length fits; no operator is known to use such a number.</param>
/// <param name="MatchText">Equal for the national variants of one mobile number; otherwise the E.164 form.</param>
/// <param name="MayJoin">False for numbers that people type to get past a form, and for those without their area code.</param>
/// <param name="Zone">The time zone that the prefix proves, of the tz database; null where several are possible.</param>
public readonly record struct Phone(string E164, string? Country, string Type, bool IsValid, string MatchText, bool MayJoin, string? Zone);

/// <summary>
/// Reads a phone number out of a cell: invisible marks, labels, trailing words and a spreadsheet's damage are handled first; then the candidates in
/// order: international reading, the row's country, the column's majority country, the import's; the first valid one wins, else the first possible one.
/// </summary>
public static class PhoneText
{
    /// <summary>The number in a cell; false with the reason in words for a person.</summary>
    /// <param name="rowCountry">The country that the row itself states; may be null, as the other two.</param>
    public static bool TryRead(ReadOnlySpan<char> cell, string? rowCountry, string? columnCountry, string? importCountry, out Phone phone, out string? problem)
    {
        var found = TryFind(cell, rowCountry, columnCountry, importCountry, out var number, out problem);
        phone = found ? Make(in number) : default;
        return found;
    }

    /// <summary>The same without texts made of it, for lists of millions.</summary>
    internal static bool TryFind(ReadOnlySpan<char> cell, string? rowCountry, string? columnCountry, string? importCountry, out PhoneNumber number, out string? problem)
    {
        number = default;
        Span<char> buffer = stackalloc char[64];
        if (!PhoneDigits.TryTake(cell, buffer, out var length, out var international, out problem))
            return false;

        ReadOnlySpan<char> text = buffer[..length];
        PhoneNumber possible = default;
        Span<char> changed = stackalloc char[buffer.Length + 1];
        if (text.Length == 14 && text.StartsWith("+521", StringComparison.Ordinal))
        {
            // Mexico's 1 before mobile numbers called from abroad is gone since 2019; the metadata no longer reads it.
            text = Joined("+52", text[4..], changed);
        }
        else if (!international && text.Length == 13 && text.StartsWith("521", StringComparison.Ordinal))
        {
            // How WhatsApp exports Mexico's mobile numbers: 52 1 and ten digits, no plus.
            text = Joined("+52", text[3..], changed);
            international = true;
        }

        if (international)
        {
            if (TryParse(text, null, ref possible, out number))
                return true;
        }
        else
        {
            if (rowCountry is not null && TryParse(National(text, rowCountry), rowCountry, ref possible, out number))
                return true;
            if (columnCountry is not null && columnCountry != rowCountry && TryParse(National(text, columnCountry), columnCountry, ref possible, out number))
                return true;
            if (importCountry is not null && importCountry != rowCountry && importCountry != columnCountry
                && TryParse(National(text, importCountry), importCountry, ref possible, out number))
            {
                return true;
            }

            // Bare digits that no country at hand knows are often a whole international number that lost its plus (8613800138000).
            if (text[0] != '0' && TryParse(Joined("+", text, changed), null, ref possible, out number))
                return true;
        }

        if (possible.CountryCode == 0)
        {
            problem = international || rowCountry is not null || columnCountry is not null || importCountry is not null
                ? "is not a phone number of any country at hand"
                : "has no country code, and the row, the column and --country name no country";
            return false;
        }

        number = possible;
        return true;
    }

    private static ReadOnlySpan<char> Joined(ReadOnlySpan<char> before, ReadOnlySpan<char> text, Span<char> buffer)
    {
        before.CopyTo(buffer);
        text.CopyTo(buffer[before.Length..]);
        return buffer[..(before.Length + text.Length)];
    }

    /// <summary>Mexico's 044, 045 and 01 before ten digits are gone too.</summary>
    private static ReadOnlySpan<char> National(ReadOnlySpan<char> text, string country) =>
        country != "MX" ? text
        : text.Length == 13 && (text.StartsWith("044", StringComparison.Ordinal) || text.StartsWith("045", StringComparison.Ordinal)) ? text[3..]
        : text.Length == 12 && text.StartsWith("01", StringComparison.Ordinal) ? text[2..]
        : text;

    private static bool TryParse(ReadOnlySpan<char> text, string? region, ref PhoneNumber possible, out PhoneNumber number)
    {
        if (PhoneReader.Read(text, region, out number) != PhoneError.None)
            return false;
        // A number is valid when its region's plan knows a type for it; a region alone says nothing where a code has only one.
        if (number.IsValid || TryModern(in number, out number))
            return true;
        if (possible.CountryCode == 0 && number.IsPossible)
            possible = number;
        return false;
    }

    /// <summary>
    /// Brazil put a 9 before all mobile numbers (2012-2016), and lists still have the older form, which the metadata knows for possible at most: it is read as the number that it is today. A
    /// number that is in use without the 9 (the trunk radios' 7...) stays as it is.
    /// </summary>
    /// <param name="modern">Today's number; the older one where it is none of these.</param>
    private static bool TryModern(in PhoneNumber old, out PhoneNumber modern)
    {
        modern = old;
        if (old.CountryCode != 55 || old.NationalLength != 10 || old.National / 10_000_000 % 10 < 6)
            return false;
        // "+55", area, 9, subscriber.
        Span<char> text = ['+', '5', '5', '0', '0', '9', '0', '0', '0', '0', '0', '0', '0', '0'];
        Span<char> national = stackalloc char[32];
        if (!old.TryWriteNational(national, out var digits) || digits != 10)
            return false;
        national[..2].CopyTo(text[3..]);
        national[2..10].CopyTo(text[6..]);
        if (PhoneReader.Read(text, null, out var today) != PhoneError.None || !today.IsValid)
            return false;
        modern = today;
        return true;
    }

    private static Phone Make(in PhoneNumber number)
    {
        Span<char> national = stackalloc char[32];
        number.TryWriteNational(national, out var digits);
        var e164 = number.ToString(PhoneFormat.E164);
        var zone = number.IsValid && PhoneZones.Find(in number) is [var only] && only != PhoneZones.Unknown ? only : null;
        return new Phone(
            e164, CountryOf(in number), TypeName(number.Type), number.IsValid, MatchText(e164, number.CountryCode, national[..digits], number.Type), !IsMadeUp(in number) && !IsLocal(in number), zone);
    }

    /// <summary>A number without its area code is many people's: it is kept, and joins nobody.</summary>
    private static bool IsLocal(in PhoneNumber number) => !number.IsValid && number.Length == PhoneLength.PossibleLocalOnly;

    /// <summary>ISO 3166-1 alpha-2; null for a number of no country, and for one that is only possible under a code that several share.</summary>
    internal static string? CountryOf(in PhoneNumber number)
    {
        var region = number.IsValid ? number.Region : PhoneRegions.Of(number.CountryCode) is [var only] ? only : null;
        return region == PhoneRegions.World ? null : region;
    }

    /// <summary>
    /// Forms under which one mobile number is still written. Mobile only: a landline without its 9 or 15 is somebody else's. Argentina needs none: its 9 is
    /// what the number has, and its 15 is taken out where the number is read.
    /// </summary>
    private static string MatchText(string e164, int code, ReadOnlySpan<char> national, PhoneType type) =>
        // Brazil put a 9 before all mobile numbers (2012-2016): 11 8765-4321 is now 11 98765-4321.
        code == 55 && national.Length == 10 && national[2] is >= '6' and <= '9' && type != PhoneType.FixedLine ? $"+55{national[..2]}9{national[2..]}" : e164;

    /// <summary>All one digit, or counting up or down: typed to get past a form.</summary>
    internal static bool IsMadeUp(in PhoneNumber number)
    {
        if (number.NationalLength < 6)
            return false;
        // From the last digit to the first; nearly all numbers show within three that they are none of these.
        var rest = number.National;
        var behind = (int)(rest % 10);
        int same = 0, up = 0, down = 0, steps = 0;
        for (var left = number.NationalLength - 1; left > 0; left--)
        {
            rest /= 10;
            var step = behind - (int)(rest % 10);
            behind = (int)(rest % 10);
            steps++;
            same += step == 0 ? 1 : 0;
            up += step is 1 or -9 ? 1 : 0;
            down += step is -1 or 9 ? 1 : 0;
            if (same < steps && up < steps && down < steps)
                return false;
        }

        return true;
    }

    /// <summary>"mobile", "fixed_line", ...; "unknown" for a number that is not valid.</summary>
    internal static string TypeName(PhoneType type) => type switch
    {
        PhoneType.Mobile => "mobile",
        PhoneType.FixedLine => "fixed_line",
        PhoneType.FixedLineOrMobile => "fixed_line_or_mobile",
        PhoneType.TollFree => "toll_free",
        PhoneType.PremiumRate => "premium_rate",
        PhoneType.SharedCost => "shared_cost",
        PhoneType.Voip => "voip",
        PhoneType.PersonalNumber => "personal",
        PhoneType.Pager => "pager",
        PhoneType.Uan => "uan",
        PhoneType.Voicemail => "voicemail",
        _ => "unknown",
    };
}
