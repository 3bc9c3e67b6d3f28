using System.Globalization;
using Meridian.Foundation.Platforms;
using Meridian.Ingest.Columns;
using PhoneNumbers;

namespace Meridian.Tests.Ingest.Columns;

/// <summary>A small stand-in for the normalisers: phones by the reference library, the rest by short lists.</summary>
internal sealed class ContentTests(string? country = null) : IContentTests
{
    private static readonly HashSet<string> Countries = new(StringComparer.OrdinalIgnoreCase) { "CN", "US", "BR", "ES", "MX", "ID", "EG", "IN", "FR", "DE", "China", "中国", "España", "México", "Brasil", "Indonesia", "مصر", "India", "United States", "United Kingdom", "France", "日本", "Россия" };
    private static readonly HashSet<string> Languages = new(StringComparer.OrdinalIgnoreCase) { "en", "es", "pt", "zh", "ar", "fr", "de", "id", "English", "Español", "中文", "en-US", "pt-BR" };
    private static readonly HashSet<string> Genders = new(StringComparer.OrdinalIgnoreCase) { "M", "F", "male", "female", "男", "女", "hombre", "mujer", "ذكر", "أنثى" };
    private static readonly HashSet<string> Booleans = new(StringComparer.OrdinalIgnoreCase) { "yes", "no", "true", "false", "0", "1", "是", "否", "sí", "نعم" };
    private static readonly string[] Dates = ["yyyy-MM-dd", "yyyy-MM-dd HH:mm:ss", "yyyy/MM/dd", "dd/MM/yyyy", "MM/dd/yyyy", "yyyy-MM-ddTHH:mm:ssK", "yyyy年M月d日"];

    public bool IsPhone(string value)
    {
        var text = value.StartsWith("p:", StringComparison.Ordinal) ? value[2..] : value;
        try
        {
            return text.Count(char.IsDigit) >= 7 && !text.Any(char.IsAsciiLetter) && PhoneNumberUtil.GetInstance().IsValidNumber(PhoneNumberUtil.GetInstance().Parse(text, country ?? "ZZ"));
        }
        catch (NumberParseException)
        {
            return false;
        }
    }

    public bool IsEmail(string value) => value.Count(c => c == '@') == 1 && value.IndexOf('.', value.IndexOf('@', StringComparison.Ordinal)) > 0 && !value.Contains(' ', StringComparison.Ordinal);

    public bool IsCountry(string value) => Countries.Contains(value);

    public bool IsLanguage(string value) => Languages.Contains(value);

    public bool IsPlatform(string value) => Platforms.ReadList(value).Count > 0;

    public bool IsDate(string value) => DateTime.TryParseExact(value, Dates, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    public bool IsGender(string value) => Genders.Contains(value);

    public bool IsBoolean(string value) => Booleans.Contains(value);

    public bool IsMoney(string value) => decimal.TryParse(value.Trim('$', '¥', '€', ' '), NumberStyles.Number, CultureInfo.InvariantCulture, out _);

    public bool IsTimeZone(string value) => value.Contains('/', StringComparison.Ordinal) && NodaTime.DateTimeZoneProviders.Tzdb.Ids.Contains(value);
}

/// <summary>Short ways to ask for a plan.</summary>
internal static class Plans
{
    public static ColumnPlan Of(string header, string[]? rows = null, string? country = null, string? source = null, Mapping? mapping = null, char delimiter = ',') =>
        ColumnRecogniser.Recognise(
            header.Split(delimiter),
            [.. (rows ?? []).Select(r => (IReadOnlyList<string>)r.Split(delimiter))],
            new ContentTests(country),
            mapping,
            source);

    /// <summary>One column with these values.</summary>
    public static ColumnGuess Column(string header, params string[] values) =>
        ColumnRecogniser.Recognise([header], [.. values.Select(v => (IReadOnlyList<string>)[v])], new ContentTests(), null, null).Columns[0];

    /// <summary>"Header=field" for each column, joined by blanks between, so that a failure shows the whole row.</summary>
    public static string Fields(this ColumnPlan plan) => string.Join(" | ", plan.Columns.Select(c => c.Field));
}
