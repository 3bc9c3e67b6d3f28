using Meridian.Ingest.Columns;
using Meridian.Phones;

namespace Meridian.Normalise;

/// <summary>The calling code of a phone that stands in a column of its own beside it: 86, +86, 0086.</summary>
internal static class DialCode
{
    private const string Field = "phone_country_code";
    private const int MostDigits = 4;

    /// <summary>Whether a column holds calling codes; their texts are kept as a trait, too.</summary>
    public static bool IsIn(ColumnRole column) => column is { Kind: FieldKind.Trait, TraitName: Field };

    /// <summary>ISO 3166-1 alpha-2 of the country by whose plan numbers of this code are read, the main one where several share it; null for what is no calling code.</summary>
    public static string? CountryOf(ReadOnlySpan<char> cell)
    {
        cell = cell.Trim().TrimStart("+＋");
        if (cell.StartsWith("00", StringComparison.Ordinal))
            cell = cell[2..];
        return cell.Length is > 0 and <= MostDigits && int.TryParse(cell, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var code)
            && PhoneRegions.Of(code) is [var main, ..] && main != PhoneRegions.World ? main : null;
    }
}
