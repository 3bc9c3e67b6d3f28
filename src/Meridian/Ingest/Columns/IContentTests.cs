namespace Meridian.Ingest.Columns;

/// <summary>
/// What the recogniser asks about single values. The import answers with its normalisers, so that "reads as a phone" means
/// here what it will mean when the rows are imported. Values are trimmed and not blank.
/// </summary>
public interface IContentTests
{
    /// <summary>A phone number under the import's own hints (row's country, <c>--country</c>).</summary>
    bool IsPhone(string value);

    bool IsEmail(string value);

    /// <summary>Name or code of a country, in any of our languages.</summary>
    bool IsCountry(string value);

    bool IsLanguage(string value);

    /// <summary>One or more names of platforms.</summary>
    bool IsPlatform(string value);

    bool IsDate(string value);

    bool IsGender(string value);

    bool IsBoolean(string value);

    bool IsMoney(string value);

    bool IsTimeZone(string value);

    /// <summary>Null where the implementation cannot tell names from other text.</summary>
    bool? IsName(string value) => null;
}
