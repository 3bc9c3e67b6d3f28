using Meridian.Foundation.Geography;
using Meridian.Foundation.Platforms;
using Meridian.Ingest.Columns;

namespace Meridian.Normalise;

/// <summary>Tells what a sample value is by trying the readers that will read it.</summary>
internal sealed class ContentTests(string? country) : IContentTests
{
    public bool IsPhone(string value) =>
        value.Length is >= 7 and <= 40
        && ((PhoneText.TryRead(value, country, null, null, out var phone, out _) && phone.IsValid) || (country is null && PhoneCountries.IsChineseMobile(value)));

    public bool IsEmail(string value) => value.Contains('@', StringComparison.Ordinal) && EmailText.TryRead(value, out _, out _);

    public bool IsCountry(string value) => Countries.TryFind(value, out _);

    public bool IsLanguage(string value) => Languages.TryFind(value, out _);

    public bool IsPlatform(string value) => Platforms.ReadList(value).Count > 0;

    public bool IsDate(string value) => DateText.TryRead(value, new DateReading(DateOrder.Ambiguous, DayFirstIfAmbiguous: true), out _);

    public bool IsGender(string value) => GenderWords.TryRead(value, out _);

    public bool IsBoolean(string value) => BooleanWords.TryRead(value, out _);

    public bool IsMoney(string value) => MoneyText.TryRead(value, null, out _, out _);

    public bool IsTimeZone(string value) => TimeZones.TryFind(value, out _);
}
